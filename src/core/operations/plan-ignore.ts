import type { BulkAction } from './bulk-action.ts';
import type { RecordPlanner } from './record-plan.ts';

type Ignore = Extract<BulkAction, { kind: 'ignore' }>;

/** Marks a record's failed and parked lines as ignored, and lets go of it where it is parked. */
export function planIgnore({ reason }: Ignore): RecordPlanner {
  return {
    reads: 'selected',
    heedsHeld: true,
    plan({ selected, waiting }) {
      const failed = selected.some(({ status }) => status === 'failed' || status === 'parked');
      if (waiting?.state === 'held') {
        return { kind: 'refused', code: 'CONFLICT_HELD', detail: 'It waits for a person to decide it.' };
      }
      if (!failed && !waiting) return { kind: 'nothing', detail: 'Nothing of it has failed.' };
      return { kind: 'ignore', reason };
    },
  };
}
