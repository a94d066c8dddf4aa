import { z } from 'zod';
import { ErrorCode } from '../errors/codes.ts';

/** One problem that preflight found, with the way to mend it. */
export const PreflightFinding = z.object({
  code: ErrorCode,
  /** `error` stops a deployment, `warning` costs speed or safety, `ok` was looked at and is fine. */
  severity: z.enum(['error', 'warning', 'ok']),
  title: z.string(),
  detail: z.string(),
  /** Stream concerned, if one is. */
  stream: z.string().nullable(),
  /** What to run or change; SQL where it is SQL. */
  fix: z.string().nullable(),
});
export type PreflightFinding = z.infer<typeof PreflightFinding>;
