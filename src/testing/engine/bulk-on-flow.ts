import { randomUUID } from 'node:crypto';
import { toSyncError } from '#core/errors/to-sync-error.ts';
import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkInput } from '#core/operations/bulk-input.ts';
import type { BulkProgress, BulkResult } from '#core/operations/bulk-progress.ts';
import type { FindingSelection } from '#core/operations/finding-selection.ts';
import type { OperationRecord } from '#core/operations/record-outcome.ts';
import { newestLine } from '#db/ledger/selected-records.ts';
import type { OperationEnd, OperationWork } from '#runner/operations/operation-runner.ts';
import { runBulkOperation } from '#runner/operations/run-bulk-operation.ts';
import type { flowOnDatabases } from './flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;

/** Stops an action as a dying runner (or whoever cancels it) does, or as whoever pauses it. */
type Stop = { runner: AbortController; pause: AbortController };

export type BulkOptions = {
  filter?: LedgerFilter;
  seqs?: string[];
  /** Findings of a verify in place of lines. */
  findings?: FindingSelection;
  dryRun?: boolean;
  /** The dry run that was confirmed, and how many records it had found. */
  preview?: { id: string; records: number };
  rate?: () => number | null;
  /** Told of every progress; what it aborts stops the action as a dying runner or a person would. */
  onProgress?: (progress: BulkProgress, stop: Stop) => void;
  /** What stops it, for those who do not wait for its progress. */
  stop?: Stop;
  /** An operation that was begun before. */
  id?: string;
};

/** Stores a bulk action over a flow's ledger. @returns its id */
export async function addBulk(
  { pool, flowId }: Flow,
  action: BulkAction,
  { filter = {}, seqs, findings, dryRun = false, preview }: BulkOptions = {},
): Promise<string> {
  const id = `op${randomUUID().slice(0, 8)}`;
  const input = BulkInput.parse({
    flowId,
    action,
    asked: filter,
    version: 1,
    selection: findings ?? {
      filter: { flowId, ...filter },
      asOf: await newestLine(pool),
      ...(seqs && { seqs }),
    },
    dryRun,
    ...(preview && { previewId: preview.id, records: preview.records }),
  });
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, state, "createdBy")
     VALUES ($1, 'w', $2, 'bulk', $3, 'running', 't')`,
    [id, flowId, input],
  );
  return id;
}

/** Carries a bulk action out on a running flow, as a runner does. @returns its result, with what became of each record */
export async function bulkOnFlow(flow: Flow, action: BulkAction, options: BulkOptions = {}) {
  const id = options.id ?? (await addBulk(flow, action, options));
  const ended = await runAgain(flow, id, options);
  return { id, ended, records: await recordsOf(flow, id) };
}

/** Carries a stored operation on from where it is. */
async function runAgain(flow: Flow, id: string, options: BulkOptions): Promise<BulkResult | OperationEnd> {
  const stop = options.stop ?? { runner: new AbortController(), pause: new AbortController() };
  const stored = await flow.pool.query(
    'SELECT input, progress, (extract(epoch FROM "createdAt") * 1000000)::float8 AS "createdAt" FROM operation WHERE id = $1',
    [id],
  );
  const work = {
    context: { pool: flow.pool, logger: flow.logger },
    supervisor: {
      worker: () => ({
        running: flow.current && { engine: flow.current },
        status: () => ({ error: flow.ended() && toSyncError(flow.ended()) }),
      }),
    },
    operation: {
      ...stored.rows[0],
      id,
      workspaceId: 'w',
      flowId: flow.flowId,
      kind: 'bulk',
      rate: null,
      createdBy: 'Ana',
    },
    report: (progress: BulkProgress) => options.onProgress?.(structuredClone(progress), stop),
    signal: stop.runner.signal,
    pause: stop.pause.signal,
    rate: options.rate ?? (() => null),
  } as unknown as OperationWork;
  return runBulkOperation(work);
}

/** Results by record key. */
export async function recordsOf({ pool }: Flow, id: string): Promise<Map<string, OperationRecord>> {
  const found = await pool.query<OperationRecord>(
    `SELECT lane_id AS "laneId", record_key AS "recordKey", outcome, code, detail, before, after
     FROM operation_record WHERE operation_id = $1 ORDER BY record_key`,
    [id],
  );
  return new Map(found.rows.map((row) => [row.recordKey, row]));
}
