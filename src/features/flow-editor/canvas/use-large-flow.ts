'use client';

import { type ReactFlowProps, useStore } from '@xyflow/react';

/** Up to this many nodes all are drawn, so that Tab reaches each of them; beyond, only what is in view. */
const DRAWN_WHOLE = 100;
/** Below this zoom the words on cards cannot be read: a large flow's cards are plain then, and quick to draw. */
const READABLE = 0.4;

/** How a canvas keeps up with a flow of so many nodes. */
export function useLargeFlow(nodes: number): Pick<ReactFlowProps, 'onlyRenderVisibleElements' | 'className'> {
  const large = nodes > DRAWN_WHOLE;
  const far = useStore(({ transform: [, , zoom] }) => large && zoom < READABLE);
  return { onlyRenderVisibleElements: large, className: far ? 'canvas-far' : undefined };
}
