import type { VerifyReport } from './verify-report.ts';

/** A report's numbers over all lanes. */
export type VerifyCounts = {
  /** Records compared. */
  records: number;
  agree: number;
  /** Differed when they were read, and agreed once what was under way had arrived; they count as agreeing. */
  inFlight: number;
  /** Differ, on either side alone among them, and nothing says why. */
  differ: number;
  /** Differ, and are known to: held, parked, or being reconciled. */
  waiting: number;
};

/** Adds a report's lanes up. */
export function verifyCounts({ lanes }: Pick<VerifyReport, 'lanes'>): VerifyCounts {
  const sum = (of: (lane: VerifyReport['lanes'][number]) => number) =>
    lanes.reduce((total, lane) => total + of(lane), 0);
  const records = sum((lane) => lane.checked);
  const differ = sum((lane) => lane.differing + lane.onlyLeft + lane.onlyRight);
  const waiting = sum((lane) => lane.pending);
  return {
    records,
    agree: records - differ - waiting,
    inFlight: sum((lane) => lane.inFlight),
    differ,
    waiting,
  };
}

/** `2,400 of 2,400 records, 0 in flight, 0 differ`, and how many wait where any do. */
export function verifyFigures(report: Pick<VerifyReport, 'lanes'>): string {
  const { records, agree, inFlight, differ, waiting } = verifyCounts(report);
  const count = (number: number) => number.toLocaleString('en');
  const wait = waiting > 0 ? `, ${count(waiting)} held or parked` : '';
  return `${count(agree)} of ${count(records)} records, ${count(inFlight)} in flight, ${count(differ)} differ${wait}`;
}

/** What became of differences that were to be repaired, in one sentence without its full stop. */
export function repairWords({
  found,
  settled,
  held,
  parked,
  open,
}: NonNullable<VerifyReport['repair']>): string {
  if (found === 0) return 'Nothing had to be repaired';
  const count = (number: number) => number.toLocaleString('en');
  const rest = [
    held > 0 ? `${count(held)} held for a person` : '',
    parked > 0 ? `${count(parked)} parked after a failure` : '',
    open > 0 ? `${count(open)} not settled` : '',
  ].filter(Boolean);
  return [`Repaired ${count(settled)} of ${count(found)} records`, ...rest].join(', ');
}
