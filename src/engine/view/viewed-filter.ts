import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { Value } from '#core/values/value.ts';
import type { CompiledFilter } from '../plan/compile-filter.ts';
import type { SideView } from './side-view.ts';
import { VIEW_STATE } from './view-state.ts';

/**
 * The filter of a side together with what its code leaves out. What code failed for is let through: nothing says that
 * it does not meet the filter, and it must not be left out in silence. So is what a change tells no more of than the key.
 */
export function viewedFilter(view: SideView | null, filter: CompiledFilter | null): CompiledFilter | null {
  if (!view || !(view.drops || filter)) return filter;
  return {
    reads: [...(filter?.reads ?? []), VIEW_STATE],
    holds: (row) => {
      const state = row[VIEW_STATE];
      if (state === undefined) return true;
      if (isLeave(state)) return false;
      return Boolean(state) || view.groups?.isWhole(row) || (filter?.holds(row) ?? true);
    },
    leave: (row) => {
      const state = row[VIEW_STATE];
      return isLeave(state) ? state : (filter?.leave(row) ?? 'keep');
    },
  };
}

function isLeave(state: Value | undefined): state is FilterLeave {
  return state === 'keep' || state === 'delete';
}
