'use client';

import { useEffect, useMemo, useRef } from 'react';
import { starterSource } from '#core/code/starter-source.ts';
import type { WorkbenchProps } from './workbench.client.tsx';

/** What a node like this one begins with; put in, once, where there is no code yet. */
export function useStarter({
  node: { form, source },
  shape,
  readOnly,
  onEdit,
}: Pick<WorkbenchProps, 'node' | 'shape' | 'readOnly' | 'onEdit'>): string {
  const starter = useMemo(() => starterSource(form, shape ?? { input: [], output: [] }), [form, shape]);
  const begun = useRef(false);
  useEffect(() => {
    // Without the streams' fields it would begin with less than it could.
    if (begun.current || readOnly || !shape) return;
    begun.current = true;
    if (source.trim() !== '') return;
    onEdit((draft) => {
      draft.source = starter;
    });
  }, [shape, readOnly, source, starter, onEdit]);
  return starter;
}
