import type { FilterLeave } from '#core/flow/flow-graph.ts';
import type { CompiledFilter } from '../plan/compile-filter.ts';
import { type SideView, VIEW_STATE } from './side-view.ts';

/** The filter of a side together with what its code leaves out. */
export function viewedFilter(view: SideView | null, filter: CompiledFilter | null): CompiledFilter | null {
  if (!view?.drops) return filter;
  return {
    reads: [...(filter?.reads ?? []), VIEW_STATE],
    holds: (row) => !row[VIEW_STATE] && (filter?.holds(row) ?? true),
    leave: (row) => (row[VIEW_STATE] ? (row[VIEW_STATE] as FilterLeave) : (filter?.leave(row) ?? 'keep')),
  };
}
