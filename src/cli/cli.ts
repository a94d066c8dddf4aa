import type { Command } from 'commander';
import { type ApiClient, createApiClient } from './api-client.ts';
import { CliError, type ExitCode, exitCodes } from './cli-error.ts';
import { CliOutput, type OutputStream } from './cli-output.ts';
import { type CliSettings, findKey, findServer } from './cli-settings.ts';
import { download } from './download.ts';
import { toCliError } from './to-cli-error.ts';

/** What the command is run with. */
export type CliStreams = {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: OutputStream;
  stderr: OutputStream;
};

type GlobalOptions = { json?: boolean; server?: string; key?: string; workspace?: string };

/** What a command's handler works with. */
export type Session = {
  api: ApiClient;
  /** The server's address. */
  url: string;
  /** Asks the server for a file; throws what it answers instead. */
  download(path: string, asked: Record<string, string>): Promise<ReadableStream<Uint8Array>>;
  /** Slug of the workspace: as given, or the key's only one. */
  workspace(): Promise<string>;
  output: CliOutput;
  stdin: CliStreams['stdin'];
  /** Given when the person interrupts; requests of `api` end then. */
  signal: AbortSignal;
  /** For what must still be said after an interruption, within five seconds. */
  lastWord(): ApiClient;
};

/** Joins commander's commands to sessions with the server. One per run. */
export class Cli {
  exitCode: ExitCode = exitCodes.success;
  readonly #settings: CliSettings;
  readonly #streams: CliStreams;
  readonly #signal: AbortSignal;

  constructor(settings: CliSettings, streams: CliStreams, signal: AbortSignal) {
    this.#settings = settings;
    this.#streams = streams;
    this.#signal = signal;
  }

  /**
   * Makes an action of a handler. What the handler returns is the exit code, 0 when nothing; what it
   * throws is reported.
   */
  action<Args extends unknown[], Options>(
    handler: (session: Session, args: Args, options: Options) => Promise<ExitCode | undefined>,
  ): (...given: unknown[]) => Promise<void> {
    return async (...given) => {
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals<Options & GlobalOptions>();
      const output = new CliOutput(this.#streams.stdout, this.#streams.stderr, options.json === true);
      const url = await findServer(options.server, this.#settings);
      try {
        const session = await this.#open(url, options, output);
        this.exitCode = (await handler(session, given.slice(0, -2) as Args, options)) ?? exitCodes.success;
      } catch (thrown) {
        const error = toCliError(thrown, url);
        output.error(error.report);
        this.exitCode = error.exitCode;
      }
    };
  }

  async #open(url: string, options: GlobalOptions, output: CliOutput): Promise<Session> {
    const key = await findKey(options.key, this.#settings);
    const api = createApiClient(url, key, this.#signal);
    return {
      api,
      url,
      download: (path, asked) => download(url, key, { path, asked, signal: this.#signal }),
      output,
      stdin: this.#streams.stdin,
      signal: this.#signal,
      lastWord: () => createApiClient(url, key, AbortSignal.timeout(5000)),
      workspace: async () => options.workspace ?? (await onlyWorkspace(api)),
    };
  }
}

async function onlyWorkspace(api: ApiClient): Promise<string> {
  const { user, apiKey, workspaces } = await api.session.whoami.query();
  const [first, ...others] = workspaces;
  if (first && others.length === 0) return first.slug;
  if (first) {
    const names = workspaces.map((workspace) => workspace.slug).join(', ');
    throw new CliError('INPUT_INVALID', 'The key belongs to several workspaces.', {
      remedy: `Name one with --workspace: ${names}.`,
      exitCode: exitCodes.usage,
    });
  }
  if (user || apiKey) throw new CliError('NOT_FOUND', 'The key belongs to no workspace.');
  throw new CliError('UNAUTHENTICATED', 'The server does not know the key, or none was given.', {
    remedy:
      'Run the command where npm start keeps its data folder (SYNCLINE_HOME), or give a key with --key or SYNCLINE_KEY.',
  });
}
