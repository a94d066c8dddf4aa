'use client';

import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { nodeSize } from '#nodes/registry.ts';
import { placeOf } from '../graph/place.ts';
import { usePanel, useSession } from '../session/use-session.tsx';

/** Room kept between a revealed node and the edge of the canvas; more at the foot, where the tools are. */
const MARGIN = 24;
const FOOT = 72;

/** How far to move something that reaches from `a` to `b` to lie between `from` and `to`. */
function shift(a: number, b: number, from: number, to: number): number {
  if (a < from) return from - a;
  return b > to ? Math.max(to - b, from - a) : 0;
}

/** Brings nodes into view when somebody asks for them, moving the view as little as it takes. */
export function useReveal(): void {
  const session = useSession();
  const flow = useReactFlow();
  const wanted = usePanel((state) => state.reveal);
  useEffect(() => {
    if (!wanted) return;
    // The inspector may just be opening: the canvas has its final size after the next frame.
    const frame = requestAnimationFrame(() => {
      const nodes = session.editor.graph.nodes.filter((node) => wanted.ids.includes(node.id));
      const pane = document.querySelector('.react-flow')?.getBoundingClientRect();
      if (nodes.length === 0 || !pane) return;
      const boxes = nodes.map((node) => {
        const place = placeOf(node);
        const size = nodeSize(node);
        const a = flow.flowToScreenPosition(place);
        const b = flow.flowToScreenPosition({ x: place.x + size.width, y: place.y + size.height });
        return { left: a.x, top: a.y, right: b.x, bottom: b.y };
      });
      const left = Math.min(...boxes.map((box) => box.left));
      const right = Math.max(...boxes.map((box) => box.right));
      const top = Math.min(...boxes.map((box) => box.top));
      const bottom = Math.max(...boxes.map((box) => box.bottom));
      const tooLarge = right - left > pane.width - 2 * MARGIN || bottom - top > pane.height - MARGIN - FOOT;
      if (tooLarge || flow.getZoom() < 0.4) {
        const ids = nodes.map(({ id }) => ({ id }));
        void flow.fitView({ nodes: ids, padding: 0.3, maxZoom: 1, duration: 150 });
        return;
      }
      const dx = shift(left, right, pane.left + MARGIN, pane.right - MARGIN);
      const dy = shift(top, bottom, pane.top + MARGIN, pane.bottom - FOOT);
      if (dx === 0 && dy === 0) return;
      const view = flow.getViewport();
      void flow.setViewport({ ...view, x: view.x + dx, y: view.y + dy }, { duration: 150 });
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, session, flow]);
}
