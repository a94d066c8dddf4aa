'use client';

import { ListTree } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import type { CardProps } from '../node-views.ts';
import { mappingDefinition } from './definition.ts';

export function MappingCard({ node, selected, problems, live }: CardProps<'mapping'>) {
  return (
    <CardFrame
      tile={
        <Tile tone="accent">
          <ListTree />
        </Tile>
      }
      title={mappingDefinition.title(node)}
      subtitle={mappingDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={cardStatus(
        problems,
        live,
        node.fields.length === 0
          ? { tone: 'neutral', hollow: true, text: 'Nothing paired' }
          : { tone: 'neutral', hollow: true, text: 'Not deployed' },
      )}
      live={live}
    />
  );
}
