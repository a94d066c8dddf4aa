'use client';

import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { nodeSize } from '#nodes/registry.ts';
import { placeOf } from '../graph/place.ts';
import { usePanel, useSession } from '../session/use-session.tsx';

/** Brings nodes into view when somebody asks for them; leaves the view alone when they are in it. */
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
      const inView = nodes.every((node) => {
        const place = placeOf(node);
        const size = nodeSize(node);
        const a = flow.flowToScreenPosition(place);
        const b = flow.flowToScreenPosition({ x: place.x + size.width, y: place.y + size.height });
        return a.x >= pane.left && a.y >= pane.top && b.x <= pane.right && b.y <= pane.bottom - 72;
      });
      if (inView) return;
      const first = nodes[0];
      if (nodes.length === 1 && first) {
        const place = placeOf(first);
        const size = nodeSize(first);
        void flow.setCenter(place.x + size.width / 2, place.y + size.height / 2, {
          zoom: Math.max(0.6, flow.getZoom()),
          duration: 150,
        });
      } else {
        void flow.fitView({
          nodes: nodes.map(({ id }) => ({ id })),
          padding: 0.3,
          maxZoom: 1,
          duration: 150,
        });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, session, flow]);
}
