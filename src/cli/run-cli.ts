import { CommanderError } from 'commander';
import { buildProgram } from './build-program.ts';
import { Cli, type CliStreams } from './cli.ts';
import { type ExitCode, exitCodes, usageError } from './cli-error.ts';
import { CliOutput } from './cli-output.ts';
import type { CliSettings } from './cli-settings.ts';

/**
 * Runs one command line.
 * @param argv the words after `syncline`
 */
export async function runCli(
  argv: string[],
  options: { settings: CliSettings; streams: CliStreams; signal: AbortSignal },
): Promise<ExitCode> {
  const { settings, streams, signal } = options;
  const cli = new Cli(settings, streams, signal);
  // With --json a wrong command line is answered in JSON, like every other error.
  const json = argv.includes('--json');
  const program = buildProgram(cli, {
    writeOut: (text) => streams.stdout.write(text),
    writeErr: (text) => {
      if (!json) streams.stderr.write(text);
    },
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.success;
    if (json) {
      const bare = error.code === 'commander.help' ? 'A command is missing.' : error.message;
      const message = bare.replace(/^error: /, '');
      const { report } = usageError(message, 'See syncline --help.');
      new CliOutput(streams.stdout, streams.stderr, true).error(report);
    }
    return exitCodes.usage;
  }
}
