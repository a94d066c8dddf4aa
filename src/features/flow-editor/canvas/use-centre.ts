'use client';

import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { Point } from '../graph/place.ts';

/** Gives the point of the graph that is in the middle of the view. */
export function useCentre(): () => Point {
  const { screenToFlowPosition } = useReactFlow();
  return useCallback(() => {
    const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
    if (!pane) return { x: 0, y: 0 };
    return screenToFlowPosition({ x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 });
  }, [screenToFlowPosition]);
}
