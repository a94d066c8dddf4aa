import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';

/** Exit codes of the command. */
export const exitCodes = { success: 0, failure: 1, usage: 2, difference: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error as the command shows it; with `--json`, the value of `error`. */
export type ErrorReport = { code: ErrorCode; message: string; detail: string; remedy: string };

/** Ends the command with a report and an exit code. */
export class CliError extends Error {
  readonly report: ErrorReport;
  readonly exitCode: ExitCode;

  constructor(
    code: ErrorCode,
    message: string,
    options: { detail?: string; remedy?: string; exitCode?: ExitCode; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.report = {
      code,
      message,
      detail: options.detail ?? '',
      remedy: options.remedy ?? errorPolicy[code].remedy,
    };
    this.exitCode = options.exitCode ?? exitCodes.failure;
  }
}

/** The command line itself is wrong. */
export function usageError(message: string, remedy: string): CliError {
  return new CliError('INPUT_INVALID', message, { remedy, exitCode: exitCodes.usage });
}
