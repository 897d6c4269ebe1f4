import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, it, vi } from 'vitest';
import { Boundary } from './Boundary';
import { lazyPart, NotLoaded } from './lazyPart';

const styles = vi.hoisted(() => ({ load: async () => {} }));
vi.mock('./missingStyles', () => ({ loadMissingStyles: () => styles.load() }));

type Loaded = { default: () => string };
const load = vi.fn<() => Promise<Loaded>>();
const came = { default: () => 'Hello' };

beforeEach(() => void load.mockReset().mockResolvedValue(came));

/** What is drawn once the script is there, or why nothing is. */
async function drawn(Part: () => unknown): Promise<unknown> {
  const look = () => {
    try {
      return renderToStaticMarkup(<>{Part()}</>);
    } catch (cause) {
      return cause;
    }
  };
  look();
  await new Promise((done) => setTimeout(done));
  return look();
}

it('is loaded once, when it is first drawn', async () => {
  const Part = lazyPart(load);
  expect(load).not.toHaveBeenCalled();
  expect(await drawn(() => <Part />)).toBe('Hello');
  expect(await drawn(() => <Part />)).toBe('Hello');
  expect(load).toHaveBeenCalledTimes(1);
});

it('that did not come is asked for anew when that has been told, and not before', async () => {
  load.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const Part = lazyPart(load);
  const [first, second] = [await drawn(() => <Part />), await drawn(() => <Part />)];
  expect(first).toMatchObject({ code: 'not_loaded' });
  expect([second, load.mock.calls.length]).toEqual([first, 1]);
  const told = vi.fn();
  new Boundary({ children: null, instead: () => null, onFail: told }).componentDidCatch(first);
  expect(told).toHaveBeenCalledWith(first);
  expect(await drawn(() => <Part />)).toBe('Hello');
});

it('that does not come the second time either says so, whatever others do', async () => {
  load.mockRejectedValue(new TypeError('Failed to fetch'));
  const [Part, Other] = [lazyPart(load), lazyPart(load)];
  const first = (await drawn(() => <Part />)) as NotLoaded;
  first.forget();
  const second = (await drawn(() => <Part />)) as NotLoaded;
  const other = (await drawn(() => <Other />)) as NotLoaded;
  expect([first, second, other].map((one) => one.isRepeated)).toEqual([false, true, false]);
});

it('is not taken back by one that tells late', async () => {
  load.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  const Part = lazyPart(load);
  const failed = (await drawn(() => <Part />)) as NotLoaded;
  failed.forget();
  await drawn(() => <Part />);
  failed.forget();
  expect(await drawn(() => <Part />)).toBe('Hello');
  expect(load).toHaveBeenCalledTimes(2);
});

it('does not come without its look', async () => {
  vi.spyOn(styles, 'load').mockRejectedValueOnce(new Error('Modal.css did not come.'));
  const Part = lazyPart(load);
  expect(await drawn(() => <Part />)).toBeInstanceOf(NotLoaded);
});
