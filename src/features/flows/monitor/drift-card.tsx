'use client';

import { DriftItem } from '#features/flow-editor/panels/drift-item.tsx';
import { type Drift, useDrifts } from '#features/flow-editor/panels/use-drifts.ts';
import { Card } from '#ui/card.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { DriftDecision } from './drift-decision.tsx';

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
              <Statements drift={drift} />
              <DriftDecision drift={drift} />
            </DriftItem>
          ))}
        </ul>
      </Card>
    </div>
  );
}

/** What may be run on a system itself. */
function Statements({ drift }: { drift: Drift }) {
  return drift.options.flatMap((option) =>
    option.kind === 'sql'
      ? [
          <div key={option.sql} className="mt-1.5">
            <p className="text-sm text-ink-3">
              {option.label}: run this on <span className="text-ink-2">{option.connection}</span>.
            </p>
            <CodeBlock code={option.sql} label="Copy the statement" className="mt-1" />
          </div>,
        ]
      : [],
  );
}
