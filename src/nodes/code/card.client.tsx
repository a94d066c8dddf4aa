'use client';

import { SquareCode } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import type { CardProps } from '../node-views.ts';
import { codeDefinition } from './definition.ts';

export function CodeCard({ node, selected, problems, live }: CardProps<'code'>) {
  return (
    <CardFrame
      tile={
        <Tile tone="code">
          <SquareCode />
        </Tile>
      }
      title={codeDefinition.title(node)}
      subtitle={codeDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={cardStatus(problems, live, { tone: 'neutral', hollow: true, text: 'Not deployed' })}
      live={live}
    />
  );
}
