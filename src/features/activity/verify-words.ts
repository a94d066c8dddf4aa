import { verifyCounts } from '#core/ledger/verify-counts.ts';
import type { VerifyReport } from '#core/ledger/verify-report.ts';

/** What a comparison found, in one sentence without its full stop. */
export function verifyWords(result: VerifyReport): string {
  const { differ, waiting } = verifyCounts(result);
  const records = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'record' : 'records'}`;
  if (differ > 0) return `Both sides disagree over ${records(differ)}`;
  if (waiting > 0) return `Both sides agree but for ${records(waiting)} held or parked`;
  return 'Both sides agree';
}
