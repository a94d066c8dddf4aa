import type { BulkAction } from './bulk-action.ts';
import { planIgnore } from './plan-ignore.ts';
import { planReDecide } from './plan-re-decide.ts';
import { planRepair } from './plan-repair.ts';
import { planReplay } from './plan-replay.ts';
import { planResolve } from './plan-resolve.ts';
import { planRevert } from './plan-revert.ts';
import type { RecordPlanner } from './record-plan.ts';

/** Who decides what an action does to a record. */
export function plannerOf(action: BulkAction): RecordPlanner {
  switch (action.kind) {
    case 'replay':
      return action.from === 'logged' ? withValues(planReplay(action), 'full') : planReplay(action);
    case 'revert':
      return withValues(planRevert(action), 'changed');
    case 're-decide':
      return withValues(planReDecide(action), 'changed');
    case 'resolve':
      return planResolve(action);
    case 'repair':
      return planRepair(action);
    case 'ignore':
      return planIgnore(action);
  }
}

/** Refuses what is planned by values that a line does not hold. @param least what the planner can do with */
function withValues(planner: RecordPlanner, least: 'full' | 'changed'): RecordPlanner {
  return {
    ...planner,
    plan(record, lane) {
      const lacks = [...record.selected, ...record.since].find(
        ({ payload }) => payload === 'digests' || (payload === 'changed' && least === 'full'),
      );
      if (!lacks) return planner.plan(record, lane);
      const kept = lacks.payload === 'digests' ? 'digests of values' : 'the values that changed';
      const detail = `The ledger keeps only ${kept} of this flow.`;
      return { kind: 'refused', code: 'VALUES_NOT_KEPT', detail };
    },
  };
}
