import { otherSide } from '../change/change-event.ts';
import { writesTo } from '../flow/direction.ts';
import type { Repair } from './bulk-action.ts';
import type { RecordPlanner } from './record-plan.ts';

/**
 * Repair of what a verify found: the lane's rules decide, or a side's record is carried to the other one as if
 * it had just changed there. A lane that does not carry that way refuses.
 */
export function planRepair({ by }: Repair): RecordPlanner {
  return {
    reads: 'nothing',
    plan(_, { direction }) {
      if (by === 'rules') return { kind: 'rules', from: null };
      const to = otherSide(by);
      if (writesTo(direction, to)) return { kind: 'rules', from: by };
      return {
        kind: 'refused',
        code: 'SIDE_READ_ONLY',
        detail: `The mapping carries nothing to the ${to} side.`,
      };
    },
  };
}
