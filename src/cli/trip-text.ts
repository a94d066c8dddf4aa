import { type ShownRow, shownText } from '#core/masking/shown-value.ts';
import type { CliOutput } from './cli-output.ts';
import type { FoundTrip } from './find-trips.ts';
import { figures } from './format-figures.ts';
import { textTable } from './text-table.ts';

/** Samples that are printed; `--json` has all that were kept. */
const SHOWN_SAMPLES = 10;

/** What a breaker stopped, for people: why, the counts, where it came from, samples. */
export function tripText(output: CliOutput, trip: FoundTrip): string {
  const { preview, from, to } = trip;
  const way = `${from.connection} ${from.stream} → ${to.connection} ${to.stream}`;
  const lines = [
    `${output.tone('warn', 'stopped by breaker')}  ${way}, ${figures.moment(trip.trippedAt)}`,
    `  ${preview.reason}`,
  ];
  if (!preview.complete) lines.push('  Its last transaction is still being looked through: there is more.');
  const streams = preview.streams.map((each) => [
    each.stream,
    each.stopped ? 'stopped' : 'waits behind it',
    figures.count(each.insert),
    figures.count(each.update),
    figures.count(each.delete),
    figures.count(each.truncate),
  ]);
  const head = ['stream', '', 'inserts', 'updates', 'deletes', 'truncations'];
  lines.push('', textTable(head, streams, [2, 3, 4, 5]));
  if (preview.truncated > 0) {
    lines.push('', `The truncation would delete ${figures.count(preview.truncated)} records.`);
  }
  const transactions = preview.transactions.map((each) => [
    each.position,
    figures.moment(each.commitTime),
    figures.count(each.changes),
  ]);
  lines.push('', textTable(['transaction', 'committed', 'changes'], transactions, [2]));
  const further = preview.transactionCount - transactions.length;
  if (further > 0) lines.push(`… and ${figures.count(further)} more transactions`);
  const samples = preview.samples.slice(0, SHOWN_SAMPLES);
  if (samples.length > 0) {
    const rows = samples.map((each) => [each.op, row(each.key), row(each.before), row(each.after)]);
    lines.push('', textTable(['operation', 'record', 'before', 'after'], rows));
  }
  return lines.join('\n');
}

/** What was decided, for people. */
export function decidedText(trip: FoundTrip, verdict: 'approve' | 'discard'): string {
  const { deletes, overwrites } = trip.figures;
  const what = `${figures.count(deletes)} deletes and ${figures.count(overwrites)} updates of ${trip.from.stream}`;
  if (verdict === 'approve') return `Approved: ${what} go through, and the counter starts anew.`;
  return trip.twoWay
    ? `Discarded: of ${what}, those that the limit is about are put back in ${trip.from.connection}.`
    : `Discarded: of ${what}, those that the limit is about are not carried; both sides stay as they are.`;
}

function row(values: ShownRow | null): string {
  if (!values) return '';
  return Object.entries(values)
    .map(([name, value]) => `${name}=${shownText(value, '∅')}`)
    .join(' ');
}
