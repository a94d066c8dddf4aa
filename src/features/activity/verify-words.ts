import type { VerifyReport } from '#core/ledger/verify-report.ts';

/** What a comparison found, in one sentence without its full stop. */
export function verifyWords(result: VerifyReport): string {
  const sum = (count: (lane: VerifyReport['lanes'][number]) => number) =>
    result.lanes.reduce((total, lane) => total + count(lane), 0);
  const unexplained = sum((lane) => lane.differing + lane.onlyLeft + lane.onlyRight);
  const pending = sum((lane) => lane.pending);
  const records = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'record' : 'records'}`;
  if (unexplained > 0) return `Both sides disagree over ${records(unexplained)}`;
  if (pending > 0) return `Both sides agree but for ${records(pending)} held or parked`;
  return 'Both sides agree';
}
