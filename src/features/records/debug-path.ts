import { splitLaneId } from '#core/flow/split-lane-id.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';

/** Where the code of a flow is opened with a line's record in it, within the workspace; see `parseDebug`. */
export function debugPath({
  laneId,
  recordKey,
  seq,
}: Pick<ShownEntry, 'laneId' | 'recordKey' | 'seq'>): string {
  const { flowId, lane } = splitLaneId(laneId);
  const debug = [seq, lane, recordKey].join('~');
  return `/flows/${flowId}/build?${new URLSearchParams({ debug })}`;
}

/** The line that such a link names; null for what is none. */
export function parseDebug(
  flowId: string,
  debug: string | null,
): { flowId: string; laneId: string; recordKey: string; seq: string } | null {
  const match = /^(\d+)~([A-Za-z0-9_-]+)~(.+)$/s.exec(debug ?? '');
  if (!match) return null;
  const [, seq = '', lane = '', recordKey = ''] = match;
  return { flowId, laneId: `${flowId}:${lane}`, recordKey, seq };
}

/** Did the record fail in code, so that there is something to look for there? */
export function failedInCode({ code }: Pick<ShownEntry, 'code'>): boolean {
  return code !== null && code in codes;
}

const codes = {
  CODE_FAILED: true,
  CODE_RESULT_INVALID: true,
  CODE_TIMEOUT: true,
  CODE_MEMORY: true,
  CODE_OUTPUT_LIMIT: true,
  CODE_CRASHED: true,
} as const;
