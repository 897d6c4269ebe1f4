import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = fileURLToPath(new URL('../../../artifacts/embedded/bin/Orleans.WhatsApp.Silo/debug/Orleans.WhatsApp.Silo.dll', import.meta.url));
const startPatience = 60_000;

export const admin = { email: 'admin@example.com', password: 'a long password for tests' };

/** The real process with its simulated outside world, and a folder of its own. */
export class Silo {
  private process: ChildProcess | undefined;
  private said = '';

  private constructor(
    readonly url: string,
    readonly worldUrl: string,
    private readonly folder: string,
  ) {}

  /** @param exported A folder whose export is imported before the start. */
  static async start(exported?: string): Promise<Silo> {
    const [port, worldPort] = [await freePort(), await freePort()];
    const silo = new Silo(`http://127.0.0.1:${port}`, `http://127.0.0.1:${worldPort}`, await mkdtemp(join(tmpdir(), 'dashboard-tests-')));
    if (exported) await promisify(execFile)('dotnet', [program, 'import', exported], { env: { ...process.env, Storage__Path: silo.folder } });
    await silo.run();
    return silo;
  }

  /** Begins anew with what was stored, at the same address. */
  async run(): Promise<void> {
    this.process = spawn('dotnet', [program], {
      env: {
        ...process.env,
        ASPNETCORE_URLS: this.url,
        Storage__Path: this.folder,
        Demo__SimulatorUrl: this.worldUrl,
        Bootstrap__AdminPassword: admin.password,
        Chat__MinGracePeriod: '00:00:01',
        Chat__MessageBuffer: '00:00:01',
        Chat__MessageBufferCap: '00:00:03',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listen = (piece: Buffer) => (this.said = (this.said + piece.toString()).slice(-4_000));
    this.process.stdout?.on('data', listen);
    this.process.stderr?.on('data', listen);
    await this.untilReady();
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    const process = this.process;
    if (!process || process.exitCode !== null) return;
    const gone = new Promise((done) => process.once('exit', done));
    process.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async untilReady(): Promise<void> {
    const until = Date.now() + startPatience;
    while (Date.now() < until) {
      if (this.process?.exitCode !== null) break;
      const answer = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 150));
    }
    throw new Error(`The silo is not ready. It said: ${this.said}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
