import type { BulkAction } from './bulk-action.ts';
import type { RecordPlanner } from './record-plan.ts';

type Replay = Extract<BulkAction, { kind: 'replay' }>;

/**
 * Replay. `source`: what the side that the newest selected line came from holds now is carried to the other side, as if it
 * had just changed there.
 */
export function planReplay(_action: Replay): RecordPlanner {
  return {
    reads: 'selected',
    plan: ({ selected }) => ({ kind: 'rules', from: selected.at(-1)?.side ?? null }),
  };
}
