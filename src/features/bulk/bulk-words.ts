import { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkProgress } from '#core/operations/bulk-progress.ts';
import type { OutcomeCounts, RecordOutcome } from '#core/operations/record-outcome.ts';

const names: Record<BulkAction['kind'], string> = {
  replay: 'Replay records',
  revert: 'Revert records',
  're-decide': 'Decide conflicts anew',
  resolve: 'Resolve held conflicts',
  repair: 'Repair what a verify found',
  ignore: 'Ignore failures',
};

/** What a bulk operation does, e.g. `Preview: replay records`. */
export function bulkName(input: Record<string, unknown>): string {
  const action = BulkAction.safeParse(input.action);
  const name = action.success ? names[action.data.kind] : 'Act on records';
  return input.dryRun === true ? `Preview: ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name;
}

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

/** How far a bulk action is, e.g. `1,204 of 5,000 records`. */
export function bulkWords(progress: Record<string, unknown>): string {
  const parsed = BulkProgress.safeParse(progress);
  if (!parsed.success) return '';
  const { done, total } = parsed.data;
  const of = total === null ? '' : ` of ${Math.max(total, done).toLocaleString('en')}`;
  return `${done.toLocaleString('en')}${of} ${done === 1 && total === null ? 'record' : 'records'}`;
}
