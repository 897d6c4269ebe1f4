// Builds the dashboard for whoever builds the silo: node build.mjs <its sources> <where the build goes>
// Several builds of the silo may run at once; one of them does this and the others wait. What npm says goes to <where>.log.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const [sources, output] = process.argv.slice(2, 4).map((folder) => path.resolve(folder));
const [lock, log] = [`${output}.lock`, `${output}.log`];
const patienceMs = 10 * 60_000;

// What vite and what it brings along run on.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12)) {
  console.error(`The dashboard takes Node 20.19, 22.12 or newer, not ${process.versions.node}.`);
  process.exit(1);
}

fs.mkdirSync(path.dirname(output), { recursive: true });
takeLock();
let done = false;
try {
  done = isUpToDate() || build();
} finally {
  fs.rmSync(lock, { force: true });
}

process.exit(done ? 0 : 1);

function build() {
  const lines = fs.openSync(log, 'w');
  const npm = (...words) =>
    spawnSync('npm', words, { cwd: sources, stdio: ['ignore', lines, lines], shell: process.platform === 'win32', timeout: patienceMs }).status === 0;
  if (!isInstalled() && !npm('ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1')) return false;
  if (!npm('run', 'build')) return false;

  // Whole, or not at all: whoever copies it meanwhile must not find half of it.
  const fresh = `${output}.${process.pid}`;
  fs.cpSync(path.join(sources, 'dist'), fresh, { recursive: true });
  fs.rmSync(output, { recursive: true, force: true });
  fs.renameSync(fresh, output);
  const now = new Date();
  fs.utimesSync(path.join(output, 'index.html'), now, now);
  return true;
}

function isInstalled() {
  return changedAt(path.join(sources, 'node_modules', '.package-lock.json')) > changedAt(path.join(sources, 'package-lock.json'));
}

/** Another build may have done it while this one waited. */
function isUpToDate() {
  const builtAt = changedAt(path.join(output, 'index.html'));
  return builtAt > 0 && files(sources).every((file) => changedAt(file) <= builtAt);
}

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .flatMap((entry) => (entry.isDirectory() ? files(path.join(folder, entry.name)) : [path.join(folder, entry.name)]));
}

function changedAt(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function takeLock() {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    try {
      fs.writeFileSync(lock, `${process.pid}`, { flag: 'wx' });
      return;
    } catch (cause) {
      if (cause.code !== 'EEXIST' || Date.now() > giveUpAt) throw cause;
    }

    if (holderIsGone()) fs.rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function holderIsGone() {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    // Empty for the moment between its making and its first line.
    if (holder === 0) return Date.now() - changedAt(lock) > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (cause) {
    return cause.code === 'ESRCH';
  }
}
