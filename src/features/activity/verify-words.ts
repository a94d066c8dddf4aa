import { verifyCounts } from '#core/ledger/verify-counts.ts';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import { counted } from '#lib/counted.ts';

/** What a comparison found, in one sentence without its full stop. */
export function verifyWords(result: VerifyReport): string {
  const { differ, waiting } = verifyCounts(result);
  if (differ > 0) return `Both sides disagree over ${counted(differ, 'record')}`;
  if (waiting > 0) return `Both sides agree but for ${counted(waiting, 'record')} held or parked`;
  return 'Both sides agree';
}
