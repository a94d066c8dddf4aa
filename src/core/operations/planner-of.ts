import type { BulkAction } from './bulk-action.ts';
import { planIgnore } from './plan-ignore.ts';
import { planReDecide } from './plan-re-decide.ts';
import { planReplay } from './plan-replay.ts';
import { planResolve } from './plan-resolve.ts';
import { planRevert } from './plan-revert.ts';
import type { RecordPlanner } from './record-plan.ts';

/** Who decides what an action does to a record. */
export function plannerOf(action: BulkAction): RecordPlanner {
  switch (action.kind) {
    case 'replay':
      return planReplay(action);
    case 'revert':
      return planRevert(action);
    case 're-decide':
      return planReDecide(action);
    case 'resolve':
      return planResolve(action);
    case 'ignore':
      return planIgnore(action);
  }
}
