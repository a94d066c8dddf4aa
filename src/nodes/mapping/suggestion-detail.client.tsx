'use client';

import { Button } from '#ui/button.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { CastSection } from './cast-section.client.tsx';
import { Confidence } from './confidence.client.tsx';
import { DetailFrame } from './detail-frame.client.tsx';
import { EvidenceList } from './evidence-list.client.tsx';
import type { MappingActions } from './mapping-actions.ts';
import type { SuggestionRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { SamplesSection } from './samples-section.client.tsx';
import { shortType } from './short-type.ts';

/** Why two fields are suggested, and what else the left one could belong to. */
export function SuggestionDetail({
  row,
  sides,
  actions,
  readOnly,
  onClose,
}: {
  row: SuggestionRow;
  sides: MappingSides;
  actions: MappingActions;
  readOnly: boolean;
  onClose: () => void;
}) {
  const { left, right, suggestion, cast } = row;
  return (
    <DetailFrame
      kind="Suggestion"
      left={left.name}
      right={right.name}
      onClose={onClose}
      footer={
        readOnly ? null : (
          <>
            <Button variant="primary" onClick={() => actions.accept([row])}>
              Accept
            </Button>
            <Button onClick={() => actions.reject([row])}>Reject</Button>
          </>
        )
      }
    >
      <InspectorSection title="Why">
        <div className="mb-3">
          <Confidence value={suggestion.confidence} reason={suggestion.reason} />
        </div>
        <EvidenceList evidence={suggestion.evidence} />
      </InspectorSection>
      <SamplesSection left={left.name} right={right.name} sides={sides} />
      {'kind' in cast ? <CastSection left={left} right={right} direction={cast.direction} /> : null}
      {row.others.length > 0 ? (
        <InspectorSection
          title="Or another"
          description={`What else ${left.name} may belong to, the likeliest first.`}
        >
          <ul className="-mx-2">
            {row.others.map((other) => (
              <li
                key={other.right}
                className="flex items-center gap-3 rounded-md px-2 py-1.5 hover:bg-surface-2"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-mono text-sm text-ink">{other.right}</span>
                  <span className="block truncate text-xs text-ink-2" title={other.reason}>
                    {shortType(sides.right.fields.get(other.right)?.nativeType ?? '')} · {other.reason}
                  </span>
                </span>
                <span className="text-sm tabular-nums text-ink-2">
                  {Math.floor(other.confidence * 100)} %
                </span>
                {readOnly ? null : (
                  <Button
                    size="sm"
                    aria-label={`Take ${other.right} instead`}
                    onClick={() => {
                      actions.acceptOther(other);
                      onClose();
                    }}
                  >
                    Take it
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </InspectorSection>
      ) : null}
    </DetailFrame>
  );
}
