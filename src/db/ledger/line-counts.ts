import type { LedgerLine } from '#core/ledger/ledger-line.ts';

const MINUTE = 60_000_000;

/** Columns of the counts that follow workspace, minute and flow. */
const dimensions = ['lane_id', 'side', 'version', 'op', 'status', 'code', 'cause'] as const;

/** Every column of a count, in the order of the statements here. */
export const countColumns = `workspace_id, bucket, flow_id, ${dimensions.join(', ')}, lines`;

/** The minute that a commit time falls into, as SQL. */
export const bucketOf = (column: string) => `date_bin('1 minute', ${column}, 'epoch')`;

/**
 * Rows of `ledger_count_delta` from what `lineCounts` made.
 * @param parameter the JSON, e.g. `$24`; `$1` is the workspace, `$2` the flow.
 */
export const givenCounts = (parameter: string) =>
  `SELECT $1, timestamptz 'epoch' + c.bucket * interval '1 microsecond', $2, ${dimensions.map((name) => `c.${name}`).join(', ')}, c.lines
   FROM json_to_recordset(${parameter}::json) AS c(bucket float8, lane_id text, side text, version int, op text,
     status text, code text, cause text, lines bigint)`;

type LineCount = {
  bucket: number;
  lane_id: string;
  side: string;
  version: number;
  op: string;
  status: string;
  code: string;
  cause: string;
  lines: number;
};

/** Counts lines by minute, lane, side, version, operation, status, code and cause, as JSON for `givenCounts`. */
export function lineCounts(lines: readonly LedgerLine[]): string {
  const counts: LineCount[] = [];
  let last: LineCount | undefined;
  for (const line of lines) {
    // Neighbours are nearly always alike.
    if (last === undefined || !isCountedBy(last, line)) {
      last = counts.find((count) => isCountedBy(count, line)) ?? emptyCount(line);
      if (last.lines === 0) counts.push(last);
    }
    last.lines += 1;
  }
  return JSON.stringify(counts);
}

function emptyCount(line: LedgerLine): LineCount {
  return {
    bucket: Math.floor(line.commitTime / MINUTE) * MINUTE,
    lane_id: line.laneId,
    side: line.side,
    version: line.version,
    op: line.op,
    status: line.status,
    code: line.code ?? '',
    cause: line.cause,
    lines: 0,
  };
}

function isCountedBy(count: LineCount, line: LedgerLine): boolean {
  return (
    line.commitTime >= count.bucket &&
    line.commitTime < count.bucket + MINUTE &&
    count.lane_id === line.laneId &&
    count.status === line.status &&
    count.op === line.op &&
    count.code === (line.code ?? '') &&
    count.side === line.side &&
    count.version === line.version &&
    count.cause === line.cause
  );
}
