'use client';

import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { type KeyboardEvent, memo, useEffect } from 'react';
import type { Problem } from '#core/flow/problem.ts';
import { viewsOf } from '#nodes/registry.client.ts';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { useCompiled, useLive } from '../session/use-session.tsx';
import type { CanvasNode } from './canvas-elements.ts';

const NONE: readonly Problem[] = [];

/** Enter or Space on a handle does what a click does: begins or ends a connection. */
function clickOnKey(event: KeyboardEvent<HTMLDivElement>) {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  event.stopPropagation();
  event.currentTarget.click();
}

function StepHandle({
  type,
  title,
  outlet,
}: {
  type: 'source' | 'target';
  title: string;
  /** One of several ways out. */
  outlet?: { id: string; name: string; top: number };
}) {
  const from = outlet ? `${title}, ${outlet.name}` : title;
  return (
    <Handle
      type={type}
      id={outlet?.id}
      style={outlet ? { top: outlet.top } : undefined}
      position={type === 'source' ? Position.Right : Position.Left}
      role="button"
      tabIndex={0}
      aria-label={type === 'source' ? `Connect from ${from}` : `Connect to ${title}`}
      onKeyDown={clickOnKey}
      className="step-handle"
    />
  );
}

/** One node on the canvas: its kind's card, and the handles that edges hang on. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<CanvasNode>) {
  const { node } = data;
  const problems = useCompiled((state) => state.byNode[id]) ?? NONE;
  const live = useLive((state) => state.nodes[id]) ?? null;
  const { Card } = viewsOf(node);
  const title = nodeTitle(node);
  const outlets = definitionOf(node).outlets?.(node);
  const places = outlets?.map((outlet) => outlet.id).join(' ');
  const placed = useUpdateNodeInternals();
  // The canvas has to be told that handles have come, gone, or changed places; of other steps it knows when they are drawn.
  useEffect(() => {
    if (places !== undefined) placed(id);
  }, [placed, id, places]);
  return (
    <>
      <Card node={node} selected={selected} problems={problems} live={live} />
      {definitionOf(node).inLane ? (
        <>
          <StepHandle type="target" title={title} />
          {outlets ? (
            outlets.map((outlet) => (
              <StepHandle key={outlet.id} type="source" title={title} outlet={outlet} />
            ))
          ) : (
            <StepHandle type="source" title={title} />
          )}
        </>
      ) : null}
    </>
  );
});
