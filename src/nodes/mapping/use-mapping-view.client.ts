'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { MappingFilter, MappingSort } from './arrange-rows.ts';
import { mappingUrl } from './mapping-url.ts';

export type MappingView = {
  search: string;
  show: MappingFilter;
  sort: MappingSort;
  setSearch: (search: string) => void;
  setShow: (show: MappingFilter) => void;
  setSort: (sort: MappingSort) => void;
  /** Shows everything again. */
  reset: () => void;
};

/** What is searched for in a mapping, and how its list is filtered and sorted. */
export function useMappingView(nodeId: string): MappingView {
  const [{ step, find, show, sort }, set] = useQueryStates(mappingUrl);
  return useMemo(() => {
    const mine = step === nodeId;
    const view = { find: mine ? find : '', show: mine ? show : 'all', sort: mine ? sort : 'schema' } as const;
    // What is not changed is not said again: keys may come faster than this is drawn.
    const change = (part: { find?: string; show?: MappingFilter; sort?: MappingSort }) =>
      void set({ ...(mine ? {} : view), ...part, step: nodeId });
    return {
      search: view.find,
      show: view.show,
      sort: view.sort,
      setSearch: (wanted) => change({ find: wanted }),
      setShow: (wanted) => change({ show: wanted }),
      setSort: (wanted) => change({ sort: wanted }),
      reset: () => {
        if (view.find !== '' || view.show !== 'all') change({ find: '', show: 'all' });
      },
    };
  }, [nodeId, step, find, show, sort, set]);
}
