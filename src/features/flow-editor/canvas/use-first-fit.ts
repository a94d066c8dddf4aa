'use client';

import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { fitOptions } from './fit-options.ts';

const touches = ['pointerdown', 'wheel', 'keydown'] as const;

/**
 * Keeps the whole flow in view while what stands around the canvas comes and takes its room, until somebody does
 * something: from then on the view is theirs.
 */
export function useFirstFit(): void {
  const touched = useRef(false);
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    const touch = () => {
      touched.current = true;
      end();
    };
    const end = () => {
      for (const kind of touches) window.removeEventListener(kind, touch, { capture: true });
    };
    for (const kind of touches) window.addEventListener(kind, touch, { capture: true, passive: true });
    return end;
  }, []);
  useEffect(() => {
    if (!touched.current && width > 0 && height > 0) void flow.fitView(fitOptions);
  }, [flow, width, height]);
}
