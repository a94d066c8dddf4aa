'use client';

import { DriftWays } from '#features/flows/monitor/drift-ways.tsx';
import { DriftItem } from './drift-item.tsx';
import { useDrifts } from './use-drifts.ts';

/** What has changed in the streams of a mapping since it was deployed, to be decided beside its fields. */
export function MappingDrifts({ nodeId }: { nodeId: string }) {
  const drifts = useDrifts().filter(
    ({ mappingNodeId, ignoredBy }) => mappingNodeId === nodeId && ignoredBy === null,
  );
  if (drifts.length === 0) return null;
  return (
    <ul
      aria-label="Changed streams"
      className="max-h-1/3 shrink-0 overflow-y-auto border-b border-line bg-warn-bg/40"
    >
      {drifts.map((drift) => (
        <DriftItem key={drift.id} drift={drift}>
          <DriftWays drift={drift} />
        </DriftItem>
      ))}
    </ul>
  );
}
