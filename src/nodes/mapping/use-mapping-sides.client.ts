'use client';

import { useMemo } from 'react';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { type PathEnd, useNodeEnvironment } from '../node-environment.client.tsx';
import type { MappingSide, MappingSides } from './mapping-sides.ts';

function useSide(end: PathEnd | null): MappingSide {
  const { useSample } = useNodeEnvironment();
  const rows: readonly Row[] | null = useSample(end?.connection ?? '', end?.schema?.name ?? '').data;
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

/** Both sides of a mapping: schemas and sample rows of the endpoints that its path joins. */
export function useMappingSides(nodeId: string): MappingSides {
  const ends = useNodeEnvironment().usePathEnds(nodeId);
  const left = useSide(ends.left);
  const right = useSide(ends.right);
  return useMemo(() => ({ left, right }), [left, right]);
}
