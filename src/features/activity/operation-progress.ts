import { bulkWords } from '../bulk/bulk-words.ts';
import type { Operation } from './use-operation.ts';

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** How far an operation has come, 0 to 1; null when its end is not known. */
export function progressShare(operation: Pick<Operation, 'state' | 'progress' | 'input'>): number | null {
  if (operation.state === 'done') return 1;
  const { progress, input } = operation;
  const elapsed = number(progress?.elapsed);
  const seconds = number(input.seconds);
  if (elapsed !== null && seconds) return Math.min(1, elapsed / seconds);
  const done = number(progress?.done) ?? number(progress?.checked) ?? number(progress?.met);
  const total = number(progress?.total) ?? number(progress?.estimate);
  if (done !== null && total) return Math.min(1, done / total);
  return operation.state === 'queued' ? 0 : null;
}

const namesOf: Record<Exclude<Operation['kind'], 'bulk'>, string[]> = {
  'demo-traffic': ['edits', 'conflicts', 'refused'],
  resync: ['met', 'settled', 'held', 'parked'],
  verify: ['checked'],
  match: ['checked'],
  'undo-first-sync': ['undone', 'gone', 'changed', 'failed'],
  trial: ['checked'],
  audit: [],
};
/** Named only where there are any. */
const unusual = new Set(['refused', 'held', 'parked', 'gone', 'changed', 'failed']);

/** The numbers of an operation's progress in words, e.g. `1,204 edits, 12 conflicts`. */
export function progressWords(operation: Pick<Operation, 'kind' | 'progress' | 'input'>): string {
  const { progress } = operation;
  if (!progress) return '';
  if (operation.kind === 'bulk') return bulkWords(progress, operation.input);
  const names = namesOf[operation.kind];
  return names
    .flatMap((name) => {
      const value = number(progress[name]);
      return value === null || (value === 0 && unusual.has(name))
        ? []
        : [`${value.toLocaleString('en')} ${name}`];
    })
    .join(', ');
}
