'use client';

import { Split } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { CardProps } from '../node-views.ts';
import { BRANCH_HEIGHT, routerDefinition } from './definition.ts';

export function RouterCard({ node, selected, problems, live }: CardProps<'router'>) {
  const targets = useNodeEnvironment().useBranchTargets(node.id);
  return (
    <CardFrame
      tile={
        <Tile tone="code">
          <Split />
        </Tile>
      }
      title={routerDefinition.title(node)}
      subtitle={routerDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={cardStatus(problems, live, { tone: 'neutral', hollow: true, text: 'Not deployed' })}
      live={live}
      size={routerDefinition.size(node)}
    >
      <ul className="border-t border-line">
        {routerDefinition.outlets?.(node).map(({ id, name }, index) => (
          <li
            key={id}
            style={{ height: BRANCH_HEIGHT }}
            className="flex items-center gap-2 border-b border-line px-3 text-sm last:border-b-0"
          >
            <span className="w-3 shrink-0 text-ink-3 tabular-nums">
              {index < node.branches.length ? index + 1 : ''}
            </span>
            <span className="truncate text-ink">{name}</span>
            {targets[id] === undefined ? (
              <span className="ml-auto shrink-0 pl-2 text-ink-3">not carried</span>
            ) : null}
          </li>
        ))}
      </ul>
    </CardFrame>
  );
}
