'use client';

import { useMemo, useRef } from 'react';
import type { MappingActions } from './mapping-actions.ts';

/** The same actions; after a decision on rows the focus goes on to what comes next. They stay the same objects. */
export function useGoingOn(
  actions: MappingActions,
  onDecided: (rows: ReadonlySet<string>) => void,
): MappingActions {
  const latest = useRef(onDecided);
  latest.current = onDecided;
  return useMemo(() => {
    const on =
      <R extends { id: string }>(act: (rows: readonly R[]) => void) =>
      (rows: readonly R[]) => {
        latest.current(new Set(rows.map(({ id }) => id)));
        act(rows);
      };
    return { ...actions, accept: on(actions.accept), reject: on(actions.reject), remove: on(actions.remove) };
  }, [actions]);
}
