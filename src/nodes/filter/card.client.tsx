'use client';

import { Funnel } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import type { CardProps } from '../node-views.ts';
import { filterDefinition } from './definition.ts';

export function FilterCard({ node, selected, problems, live }: CardProps<'filter'>) {
  return (
    <CardFrame
      tile={
        <Tile tone="code">
          <Funnel />
        </Tile>
      }
      title={filterDefinition.title(node)}
      subtitle={filterDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={cardStatus(problems, live, { tone: 'neutral', hollow: true, text: 'Not deployed' })}
      live={live}
    />
  );
}
