import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { TimelineEntry } from '~/api/types';
import { isDetail, knownRules, sentenceOf } from './sentences';

const folder = new URL('../../../../../docs/rules/', import.meta.url);
const rules = readdirSync(folder)
  .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
  .flatMap((line) => /^\| ([A-Z]\d+) \|/.exec(line)?.[1] ?? []);

const entry = (rule: string) => ({ rule }) as TimelineEntry;

it('every rule of docs/rules is put in words, or known to leave no line', () => {
  expect(rules.length).toBeGreaterThan(100);
  expect([...new Set(rules)].filter((rule) => !knownRules.includes(rule))).toEqual([]);
});

it('no sentence is for a rule that is no more', () => expect(knownRules.filter((rule) => !rules.includes(rule))).toEqual([]));

it('a rule of a later version is still a line', () => expect(sentenceOf(entry('Z99'))).toBe('decided'));

it('a line that an import left has words', () => expect(sentenceOf(entry('import'))).toBe('imported'));

it('how a send went is a detail, and who may speak is not', () => {
  expect(isDetail(entry('S2'))).toBe(true);
  expect(isDetail(entry('O3'))).toBe(false);
  expect(isDetail(entry('T7'))).toBe(false);
});
