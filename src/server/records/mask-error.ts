import type { ErrorCode } from '#core/errors/codes.ts';
import { errorMeanings } from '#core/errors/codes.ts';
import { seesLane } from './mask-row.ts';
import type { Masker } from './masker.ts';

/** Codes whose messages tell of servers, streams and flows: no record had been read, or none is quoted. */
const plain = new Set<ErrorCode>([
  'RUNNER_ABSENT',
  'FLOW_NOT_RUNNING',
  'LEASE_STALE',
  'CONNECTION_REFUSED',
  'CONNECTION_TIMEOUT',
  'AUTH_FAILED',
  'DATABASE_MISSING',
  'TLS_FAILED',
  'PRIVILEGE_MISSING',
  'SERVER_UNSUPPORTED',
  'TOO_MANY_CONNECTIONS',
  'LOG_LEVEL',
  'SLOTS_EXHAUSTED',
  'SLOT_BUSY',
  'SLOT_LOST',
  'SLOT_INVALIDATED',
  'HISTORY_CHANGED',
  'STREAM_MISSING',
  'FIELD_MISSING',
]);

type Told = { code: ErrorCode; message: string };

/**
 * Why a flow, an operation or a side could not go on, as the caller may read it. What a system says when it refuses
 * something quotes values, so where anything of the flow's records is masked only the meaning of the code is told.
 *
 * @param flowId null where it may be about any record of the workspace
 */
export function maskError<T extends Told | null>(masker: Masker, flowId: string | null, error: T): T {
  if (!error || plain.has(error.code) || seesFlow(masker, flowId)) return error;
  return { ...error, message: errorMeanings[error.code] };
}

/** May the caller see every value of a flow's records? Of a flow that no lane is known of, no. */
function seesFlow(masker: Masker, flowId: string | null): boolean {
  if (!masker.visible) return true;
  const lanes = [...masker.visible.lanes.keys()].filter(
    (id) => flowId !== null && id.startsWith(`${flowId}:`),
  );
  return lanes.length > 0 && lanes.every((id) => seesLane(masker, id));
}
