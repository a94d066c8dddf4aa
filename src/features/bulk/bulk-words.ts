import { BulkProgress } from '#core/operations/bulk-progress.ts';
import type { OutcomeCounts, RecordOutcome } from '#core/operations/record-outcome.ts';

/** What became of records, or would, in words that stand behind a number. */
export const outcomeWords: Record<RecordOutcome, { done: string; preview: string }> = {
  done: { done: 'done', preview: 'would be written' },
  nothing: { done: 'had nothing to do', preview: 'have nothing to do' },
  refused: { done: 'could not be done', preview: 'cannot be done' },
  held: { done: 'wait for a person', preview: 'wait for a person' },
  parked: { done: 'set aside, tried again', preview: 'would be set aside' },
  failed: { done: 'refused by a system', preview: 'would be refused' },
};

const order: RecordOutcome[] = ['done', 'nothing', 'refused', 'failed', 'held', 'parked'];

/** Counts by outcome, those that are not zero, in the order in which they are told. */
export function presentCounts(counts: OutcomeCounts): [RecordOutcome, number][] {
  return order.flatMap((outcome): [RecordOutcome, number][] =>
    counts[outcome] > 0 ? [[outcome, counts[outcome]]] : [],
  );
}

/**
 * How far a bulk action is, e.g. `1,204 of 5,000 records`, and what became of them where not all were done:
 * `17 of 17 records: 4 done, 13 could not be done`.
 */
export function bulkWords(progress: Record<string, unknown>, input: Record<string, unknown>): string {
  const parsed = BulkProgress.safeParse(progress);
  if (!parsed.success) return '';
  const { done, total, counts } = parsed.data;
  const of = total === null ? '' : ` of ${Math.max(total, done).toLocaleString('en')}`;
  const records = `${done.toLocaleString('en')}${of} ${done === 1 && total === null ? 'record' : 'records'}`;
  if (counts.done === done) return records;
  const form = input.dryRun === true ? 'preview' : 'done';
  const told = presentCounts(counts).map(
    ([outcome, count]) => `${count.toLocaleString('en')} ${outcomeWords[outcome][form]}`,
  );
  return `${records}: ${told.join(', ')}`;
}
