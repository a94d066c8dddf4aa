'use client';

import { useMemo } from 'react';
import type { Side } from '#core/change/change-event.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { type PathEnd, useNodeEnvironment } from '../node-environment.client.tsx';
import type { MappingSide, MappingSides } from './mapping-sides.ts';

function useSide(nodeId: string, side: Side, end: PathEnd | null): MappingSide {
  const rows = useNodeEnvironment().useSampleAt(nodeId, side).data;
  const schema: StreamSchema | null = end?.schema ?? null;
  const title = end?.stream ? `${end.connection} · ${end.stream}` : (end?.connection ?? '') || null;
  return useMemo(
    () => ({
      title,
      schema,
      rows,
      fields: new Map((schema?.fields ?? []).map((field) => [field.name, field])),
    }),
    [title, schema, rows],
  );
}

/** Both sides of a mapping as it sees them: schemas and sample rows of the endpoints that its path joins, through the code between. */
export function useMappingSides(nodeId: string): MappingSides {
  const ends = useNodeEnvironment().usePathEnds(nodeId);
  const left = useSide(nodeId, 'left', ends.left);
  const right = useSide(nodeId, 'right', ends.right);
  return useMemo(() => ({ left, right }), [left, right]);
}
