'use client';

import { lazy, Suspense } from 'react';
import { Field } from '#ui/field.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { ProblemLines } from '../problem-lines.client.tsx';
import { CastSection } from './cast-section.client.tsx';
import { DecisionSection } from './decision-section.client.tsx';
import { DetailFrame } from './detail-frame.client.tsx';
import type { MappingActions } from './mapping-actions.ts';
import type { PairRow } from './mapping-rows.ts';
import type { MappingSides } from './mapping-sides.ts';
import { SamplesSection } from './samples-section.client.tsx';
import { sideName } from './side-name.ts';
import { RoundTripSection } from './transform/round-trip-section.client.tsx';

// With it come the expression language and the formats of phone numbers: not before a pair is opened.
const TransformSection = lazy(() => import('./transform/transform-section.client.tsx'));

type Props = {
  row: PairRow;
  sides: MappingSides;
  actions: MappingActions;
  readOnly: boolean;
  onClose: () => void;
};

/** Everything about one pair, to look at and to change. */
export function PairDetail({ row, sides, actions, readOnly, onClose }: Props) {
  const { pair } = row;
  const [left, right] = [sideName(pair, 'left'), sideName(pair, 'right')];
  return (
    <DetailFrame kind="Pair" left={left} right={right} onClose={onClose}>
      <Problems row={row} />
      {row.pair.transform ? null : (
        <CastSection left={row.left} right={row.right} direction={row.direction} />
      )}
      {row.index >= 0 ? (
        <Suspense fallback={<SkeletonRows rows={3} label="Opening the steps" />}>
          <TransformSection
            row={row}
            sides={sides}
            readOnly={readOnly}
            onEdit={(recipe, gesture) => actions.change(row, recipe, gesture)}
            onEnd={actions.noteEnd}
            onDirection={(direction) => actions.direct([row], direction)}
          />
        </Suspense>
      ) : null}
      <RoundTripSection found={row.trips} />
      <SamplesSection left={pair.left} right={pair.right} sides={sides} />
      <DecisionSection row={row} actions={actions} readOnly={readOnly} />
      {row.index >= 0 ? (
        <InspectorSection title="Note">
          <Field label={`Why ${left} and ${right} belong together`}>
            <Textarea
              rows={3}
              maxLength={500}
              readOnly={readOnly}
              placeholder="What the next person should know"
              value={pair.note ?? ''}
              onChange={(event) => actions.note(row, event.target.value)}
              onBlur={actions.noteEnd}
            />
          </Field>
        </InspectorSection>
      ) : null}
    </DetailFrame>
  );
}

function Problems({ row }: { row: PairRow }) {
  if (row.problems.length === 0) return null;
  return (
    <InspectorSection title="Problems">
      <ul className="flex flex-col gap-2">
        <ProblemLines problems={row.problems} />
      </ul>
    </InspectorSection>
  );
}
