import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const program = `
  import { createInterface } from 'node:readline';
  import { DatabaseSync } from 'node:sqlite';
  const database = new DatabaseSync(process.argv[1], { timeout: 20000 });
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      database.exec(JSON.parse(line));
      console.log('');
    } catch (error) {
      console.log(String(error.message));
    }
  }
`;

/** Another program with the file open: a process of its own that runs the SQL that it is given. */
export class SqliteWriter {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  private constructor(process: ChildProcess, answers: AsyncIterator<string>) {
    this.#process = process;
    this.#answers = answers;
  }

  static async start(path: string): Promise<SqliteWriter> {
    const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const answers = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    await answers.next();
    return new SqliteWriter(child, answers);
  }

  /** Runs statements; throws what the file says against them. */
  async run(sql: string): Promise<void> {
    this.#process.stdin?.write(`${JSON.stringify(sql)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('The writer has ended');
    if (value !== '') throw new Error(value);
  }

  /** SIGKILL, in whatever it is doing. */
  async kill(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await ended;
  }
}
