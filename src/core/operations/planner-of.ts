import { SyncError } from '../errors/sync-error.ts';
import type { BulkAction } from './bulk-action.ts';
import { planReDecide } from './plan-re-decide.ts';
import { planReplay } from './plan-replay.ts';
import { planRevert } from './plan-revert.ts';
import type { RecordPlanner } from './record-plan.ts';

/** Who decides what an action does to a record. Throws `INPUT_INVALID` for an action that records are not planned by. */
export function plannerOf(action: BulkAction): RecordPlanner {
  switch (action.kind) {
    case 'replay':
      return planReplay(action);
    case 'revert':
      return planRevert(action);
    case 're-decide':
      return planReDecide(action);
    default:
      throw new SyncError('INPUT_INVALID', `There is no bulk action "${action.kind}".`);
  }
}
