'use client';

import { Button } from '#ui/button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { Confidence } from './confidence.client.tsx';
import type { MappingActions } from './mapping-actions.ts';
import type { PairRow } from './mapping-rows.ts';
import { awaitsPerson, causesOf, isSuggested } from './pair-standing.ts';

const kinds = {
  automatic: 'Taken by itself: sure enough by the threshold of this workspace.',
  accepted: 'Suggested, and accepted by a person.',
  drawn: "A person's own pair.",
  created: 'One field was made of the other.',
} as const;

/** How a pair came to be: by whom, when, and on what. */
export function DecisionSection({
  row,
  actions,
  readOnly,
}: {
  row: PairRow;
  actions: MappingActions;
  readOnly: boolean;
}) {
  const { decision } = row.pair;
  if (!decision) return null;
  return (
    <InspectorSection title="Decision">
      <p className="text-ink">{kinds[decision.kind]}</p>
      {decision.by || decision.at ? (
        <p className="text-sm text-ink-2">
          {decision.by}
          {decision.by && decision.at ? ', ' : ''}
          {decision.at ? <RelativeTime at={decision.at} /> : null}
        </p>
      ) : null}
      {decision.confidence === undefined ? null : (
        <div className="mt-2">
          <Confidence
            value={decision.confidence}
            reason={decision.reason ?? ''}
            label={decision.matcher ? `by ${decision.matcher}` : undefined}
          />
        </div>
      )}
      {causesOf(row).map((cause) => (
        <div key={cause} className="mt-2">
          <StatusDot tone="warn" wraps>
            {cause}
          </StatusDot>
        </div>
      ))}
      {readOnly ? null : (
        <div className="mt-3 flex gap-2 empty:hidden">
          {awaitsPerson(row) ? <Button onClick={() => actions.accept([row])}>Keep it</Button> : null}
          {isSuggested(row) ? <Button onClick={() => actions.reject([row])}>Reject it</Button> : null}
        </div>
      )}
    </InspectorSection>
  );
}
