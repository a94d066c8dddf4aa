import type { AuditReport } from '#core/ledger/audit-report.ts';
import { counted } from '#lib/counted.ts';

/** What an audit of the ledger came to, in one sentence without its full stop. */
export function auditedWords({ holds, lanes, found }: AuditReport): string {
  if (!holds) return `The ledger was altered: ${counted(found, 'finding')}`;
  const lines = lanes.reduce((sum, lane) => sum + lane.lines, 0);
  return `Nothing was altered: ${counted(lines, 'line')} ${lines === 1 ? 'is as it was' : 'are as they were'} written`;
}
