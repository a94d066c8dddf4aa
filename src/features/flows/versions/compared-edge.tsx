'use client';

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import type { ComparedEdge } from '#core/flow/compare-flows.ts';
import { Badge } from '#ui/badge.tsx';
import { fates } from './fate.ts';

export type ComparedCanvasEdge = Edge<Pick<ComparedEdge, 'what'>, 'compared'>;

const lines = {
  added: { stroke: 'var(--ok)', strokeWidth: 3 },
  removed: { stroke: 'var(--fail)', strokeWidth: 2, strokeDasharray: '6 5' },
  same: { stroke: 'var(--line-strong)', strokeWidth: 1.5 },
};

/** One edge of two flows: new ones thick, removed ones dashed, both named. */
export const ComparedEdgeLine = memo(function ComparedEdgeLine(props: EdgeProps<ComparedCanvasEdge>) {
  const { id, data, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const what = data?.what ?? 'same';
  const ends = { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition };
  const [path, x, y] = getBezierPath({ ...ends, curvature: 0.35 });
  const { word, sign, tone } = fates[what];
  return (
    <>
      <BaseEdge id={id} path={path} style={lines[what]} />
      {what === 'same' ? null : (
        <EdgeLabelRenderer>
          <span
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            className="pointer-events-none absolute"
          >
            <Badge tone={tone} className="border border-current">
              <span aria-hidden className="font-mono">
                {sign}
              </span>
              <span className="sr-only">{word} edge</span>
            </Badge>
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
