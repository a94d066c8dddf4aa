import type { ErrorCode } from '../errors/codes.ts';
import type { PreflightFinding } from '../ports/preflight.ts';

/** Something that keeps a stream from being made or altered. */
export function obstacle(
  code: ErrorCode,
  stream: string,
  title: string,
  detail: string,
  fix: string | null = null,
): PreflightFinding {
  return { code, severity: 'error', title, detail, stream, fix };
}

/** A stream, field or type of the name is there: it is neither changed nor replaced. */
export function takenName(stream: string, name: string): PreflightFinding {
  return obstacle(
    'STREAM_EXISTS',
    stream,
    `${name} is there already`,
    'Nothing of it would be changed or replaced.',
  );
}
