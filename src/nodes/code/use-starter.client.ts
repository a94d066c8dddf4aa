'use client';

import { useEffect, useMemo, useRef } from 'react';
import { starterSource } from '#core/code/starter-source.ts';
import type { WorkbenchProps } from './workbench.client.tsx';

/**
 * What a node like this one begins with. It is put in where there is no code yet, and takes the place of another
 * form's that nobody has touched.
 */
export function useStarter({
  node: { form, source },
  shape,
  readOnly,
  onEdit,
}: Pick<WorkbenchProps, 'node' | 'shape' | 'readOnly' | 'onEdit'>): string {
  const starter = useMemo(() => starterSource(form, shape ?? { input: [], output: [] }), [form, shape]);
  const before = useRef<string | null>(null);
  useEffect(() => {
    // Without the streams' fields it would begin with less than it could.
    if (readOnly || !shape) return;
    const blank = before.current === null && source.trim() === '';
    const untouched = before.current !== null && before.current !== starter && source === before.current;
    before.current = starter;
    if (!blank && !untouched) return;
    onEdit((draft) => {
      draft.source = starter;
    });
  }, [shape, readOnly, source, starter, onEdit]);
  return starter;
}
