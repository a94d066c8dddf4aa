'use client';

import { GitMerge } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import type { CardProps } from '../node-views.ts';
import { conflictDefinition } from './definition.ts';

export function ConflictCard({ node, selected, problems, live }: CardProps<'conflict'>) {
  const plain = cardStatus(problems, live, { tone: 'neutral', hollow: true, text: 'Not deployed' });
  const waiting = live && plain.tone !== 'fail' ? live.held + live.parked : 0;
  const parts = [
    live && live.held > 0 ? `${live.held.toLocaleString('en')} waiting` : '',
    live && live.parked > 0 ? `${live.parked.toLocaleString('en')} parked` : '',
  ].filter(Boolean);
  return (
    <CardFrame
      tile={
        <Tile tone="conflict">
          <GitMerge />
        </Tile>
      }
      title={conflictDefinition.title(node)}
      subtitle={conflictDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={waiting > 0 ? { tone: live?.held ? 'conflict' : 'warn', text: parts.join(', ') } : plain}
      live={live}
    />
  );
}
