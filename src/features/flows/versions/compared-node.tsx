'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import type { ComparedNode } from '#core/flow/compare-flows.ts';
import { classNames } from '#lib/class-names.ts';
import { CardFrame } from '#nodes/card-frame.client.tsx';
import { viewsOf } from '#nodes/registry.client.ts';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { Badge } from '#ui/badge.tsx';
import { Tile } from '#ui/tile.tsx';
import { fates, fateWords } from './fate.ts';

export type ComparedCanvasNode = Node<ComparedNode, 'compared'>;

const outlines: Record<ComparedNode['what'], string> = {
  added: 'outline-2 outline-ok',
  removed: 'outline-2 outline-fail outline-dashed grayscale *:bg-canvas',
  changed: 'outline-2 outline-accent',
  moved: 'outline-2 outline-line-strong outline-dotted',
  same: '',
};

/** One step of two flows, with what has become of it: by line, by sign and in words. */
export const ComparedNodeCard = memo(function ComparedNodeCard({
  data,
  selected,
}: NodeProps<ComparedCanvasNode>) {
  const { node, what } = data;
  const { word, sign, tone } = fates[what];
  const { Icon } = viewsOf(node);
  return (
    <div className="relative">
      <div className={classNames('rounded-lg', outlines[what])}>
        <CardFrame
          tile={
            <Tile>
              <Icon />
            </Tile>
          }
          title={nodeTitle(node)}
          subtitle={definitionOf(node).subtitle(node)}
          selected={selected ?? false}
          problems={[]}
          status={{ tone, text: fateWords(data), hollow: what === 'removed' || what === 'same' }}
          live={null}
        />
      </div>
      {what === 'same' ? null : (
        <span className="absolute -top-2.5 left-3">
          <Badge tone={tone} className="border border-current">
            <span aria-hidden className="mr-1 font-mono">
              {sign}
            </span>
            {word}
          </Badge>
        </span>
      )}
      <Handle type="target" position={Position.Left} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="invisible" />
    </div>
  );
});
