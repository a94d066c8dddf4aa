'use client';

import { useQueryStates } from 'nuqs';
import { useCallback, useEffect, useRef } from 'react';
import { mappingUrl } from '#nodes/mapping/mapping-url.ts';
import { useSession } from './use-session.tsx';

/** Whether the inspector of a step is open in full; in the URL. */
export function useWideStep(nodeId: string, widens: boolean): [boolean, (wide: boolean) => void] {
  const [{ step, wide }, set] = useQueryStates(mappingUrl);
  const setWide = useCallback((wanted: boolean) => void set({ step: nodeId, wide: wanted }), [set, nodeId]);
  return [widens && wide && step === nodeId, setWide];
}

/** Selects the step that the URL names when the page opens, and drops it once another one is looked at. */
export function useStepUrl(): void {
  const session = useSession();
  const { editor } = session;
  const [{ step }, set] = useQueryStates(mappingUrl);
  const named = useRef(step);
  useEffect(() => {
    named.current = step;
  }, [step]);
  useEffect(() => {
    if (named.current !== null) {
      editor.selectNode(named.current);
      session.reveal([named.current]);
    }
    return editor.state.subscribe(({ selection: { nodes } }, before) => {
      if (nodes === before.selection.nodes || named.current === null) return;
      if (!(nodes.size === 1 && nodes.has(named.current))) void set(null);
    });
  }, [session, editor, set]);
}
