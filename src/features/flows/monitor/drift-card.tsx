'use client';

import { DriftItem } from '#features/flow-editor/panels/drift-item.tsx';
import { useDrifts } from '#features/flow-editor/panels/use-drifts.ts';
import { Card } from '#ui/card.tsx';
import { DriftWays } from './drift-ways.tsx';

/** What has changed in the flow's streams since it was deployed, with the ways out; nothing where they are as they were. */
export function DriftCard() {
  const drifts = useDrifts();
  if (drifts.length === 0) return null;
  return (
    <div id="streams">
      <Card flush title="The streams have changed" description="Since this version was deployed.">
        <ul>
          {drifts.map((drift) => (
            <DriftItem key={drift.id} drift={drift}>
              <DriftWays drift={drift} />
            </DriftItem>
          ))}
        </ul>
      </Card>
    </div>
  );
}
