import { z } from 'zod';
import { SyncError } from '#core/errors/sync-error.ts';
import { type AuditReport, LedgerAnchor } from '#core/ledger/audit-report.ts';
import { auditLedger } from '#db/ledger/chain/audit-ledger.ts';
import type { OperationWork } from './operation-runner.ts';

const Input = z.object({ flowId: z.string().nullable(), anchor: LedgerAnchor.nullable() });

/** Proves that the ledger is as it was written, or names what is not. */
export async function runAuditOperation(work: OperationWork): Promise<AuditReport> {
  const { context, operation, signal } = work;
  const { flowId, anchor } = Input.parse(operation.input);
  const report = await auditLedger(
    context.pool,
    { workspaceId: operation.workspaceId, flowId, secret: context.secretKey, anchor },
    (share) => work.report({ done: Math.round(share * 1000), total: 1000 }),
    signal,
  );
  if (report) return report;
  throw new SyncError('INTERNAL', 'The audit was stopped before its end.');
}
