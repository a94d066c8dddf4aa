import { retentionCutoff } from '#core/ledger/ledger-policy.ts';
import { countPast, ledgerSize } from '#db/ledger/ledger-size.ts';
import { readPolicies } from '#db/ledger/read-policies.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** What keeping lines for so long would remove now. */
export type RetentionPreview = {
  /** Lines committed before then would go, milliseconds since 1970; null where all are kept. */
  before: number | null;
  lines: number;
  /** Lines as old as that which stay, since they are held or parked. */
  open: number;
  /** On disk, about. */
  bytes: number;
};

/** @param wanted.flowId null for the workspace: then flows that say for themselves how long are left out */
export async function previewRetention(
  { services: { pool }, workspace }: WorkspaceContext,
  wanted: { flowId: string | null; keepDays: number },
): Promise<RetentionPreview> {
  const before = retentionCutoff(wanted.keepDays, new Date());
  if (!before) return { before: null, lines: 0, open: 0, bytes: 0 };
  const flows = (await readPolicies(pool, workspace.id)).filter(({ flowId, own }) =>
    wanted.flowId === null ? own.keepDays === null : flowId === wanted.flowId,
  );
  const [size, counts] = await Promise.all([
    ledgerSize(pool, workspace.id),
    Promise.all(flows.map(({ flowId }) => countPast(pool, workspace.id, flowId, before))),
  ]);
  const lines = counts.reduce((sum, count) => sum + count.lines, 0);
  const open = counts.reduce((sum, count) => sum + count.open, 0);
  return { before: before.getTime(), lines, open, bytes: Math.round(lines * (size.bytesPerLine ?? 0)) };
}
