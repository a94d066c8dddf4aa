'use client';

import { Database } from 'lucide-react';
import { Tile } from '#ui/tile.tsx';
import { CardFrame, cardStatus } from '../card-frame.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { CardProps } from '../node-views.ts';
import { endpointDefinition } from './definition.ts';

export function EndpointCard({ node, selected, problems, live }: CardProps<'endpoint'>) {
  const { connections, useEndpointSide } = useNodeEnvironment();
  const side = useEndpointSide(node.id);
  const connection = connections?.find((other) => other.name === node.connection);
  const status = cardStatus(problems, live, {
    tone: 'neutral',
    hollow: true,
    text: node.stream === '' ? 'Not set up' : 'Not deployed',
  });
  return (
    <CardFrame
      tile={
        <Tile tone={side ?? 'neutral'}>{connection ? connection.initials.toUpperCase() : <Database />}</Tile>
      }
      title={endpointDefinition.title(node)}
      subtitle={endpointDefinition.subtitle(node)}
      selected={selected}
      problems={problems}
      status={status}
      live={live}
    />
  );
}
