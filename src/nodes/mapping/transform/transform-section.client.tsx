'use client';

import { CircleCheck } from 'lucide-react';
import { useMemo } from 'react';
import type { Direction, FieldPair } from '#core/flow/flow-graph.ts';
import { pairFields } from '#core/flow/pair-title.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { Button } from '#ui/button.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { InspectorSection } from '../../inspector-section.client.tsx';
import type { PairRow } from '../mapping-rows.ts';
import type { MappingSide, MappingSides } from '../mapping-sides.ts';
import { sampleValues } from '../sample-values.ts';
import { setSteps, type Way } from './edit-steps.ts';
import { LossChoice, LossReason } from './loss-choice.client.tsx';
import { PairFields } from './pair-fields.client.tsx';
import { type PairPreview, previewPair } from './preview-pair.ts';
import { PreviewTable } from './preview-table.client.tsx';
import { WayEditor } from './way-editor.client.tsx';

type Props = {
  row: PairRow;
  sides: MappingSides;
  readOnly: boolean;
  onEdit: (recipe: (pair: FieldPair) => void, gesture?: string) => void;
  onEnd: () => void;
  onDirection: (direction: Direction) => void;
};

/** What values of a pair go through beyond the cast, each way, tried on real records as it is changed. */
export default function TransformSection({ row, sides, readOnly, onEdit, onEnd, onDirection }: Props) {
  const { pair, direction } = row;
  const preview = useMemo(() => previewPair(pair, direction, sides), [pair, direction, sides]);
  const ways: Way[] = direction === 'both' ? ['forward', 'backward'] : [direction];
  const sourceOf = (way: Way) => (way === 'forward' ? 'left' : 'right');
  return (
    <InspectorSection
      title="Transform"
      description="What values go through, in this order."
      action={<Comes preview={preview} />}
    >
      <div className="flex flex-col gap-4">
        <PairFields pair={pair} sides={sides} readOnly={readOnly} onEdit={onEdit} />
        {ways.map((way) => {
          const side = sourceOf(way);
          const names = pairFields(pair, side);
          return (
            <WayEditor
              key={way}
              pair={pair}
              way={way}
              both={direction === 'both'}
              fields={fieldsNamed(names, sides[side])}
              samples={names.length === 1 ? sampleValues(sides[side].rows, names[0] ?? '', 20) : []}
              readOnly={readOnly}
              onEdit={onEdit}
              onEnd={onEnd}
            />
          );
        })}
        {'refused' in preview ? (
          <Refused
            preview={preview}
            readOnly={readOnly}
            direction={direction}
            onDirection={onDirection}
            onOwnSteps={(way) => onEdit((draft) => setSteps(draft, way, []))}
            pair={pair}
          />
        ) : (
          <>
            <PreviewTable preview={preview} />
            {!pair.lossy && preview.lines.some(({ changed }) => changed) ? (
              <LossChoice pair={pair} readOnly={readOnly} onEdit={onEdit} onDirection={onDirection} />
            ) : null}
          </>
        )}
        <LossReason pair={pair} readOnly={readOnly} onEdit={onEdit} />
      </div>
    </InspectorSection>
  );
}

const fieldsNamed = (names: readonly string[], { fields }: MappingSide): Field[] =>
  names.flatMap((name) => fields.get(name) ?? []);

/** Says that the steps lead back, where the values do. */
function Comes({ preview }: { preview: PairPreview }) {
  if ('refused' in preview || !preview.lines.some(({ back }) => back !== null)) return null;
  return (
    <span className="flex items-center gap-1 text-sm text-ok">
      <CircleCheck aria-hidden className="size-4" />
      leads back
    </span>
  );
}

/** Why the steps cannot be taken, and what to do: one way, or steps of their own for the way back. */
function Refused({
  preview,
  pair,
  direction,
  readOnly,
  onDirection,
  onOwnSteps,
}: {
  preview: Extract<PairPreview, { refused: string }>;
  pair: FieldPair;
  direction: Direction;
  readOnly: boolean;
  onDirection: (direction: Direction) => void;
  onOwnSteps: (way: Way) => void;
}) {
  const given: Way = pair.transform?.forward ? 'forward' : 'backward';
  const missing: Way = given === 'forward' ? 'backward' : 'forward';
  const noWayBack = direction === 'both' && pair.transform?.[missing] === undefined;
  return (
    <div role="alert" className="rounded-md border border-fail/40 p-2.5">
      <StatusDot tone="fail" wraps>
        {preview.refused}
      </StatusDot>
      {preview.remedy ? <p className="pl-[13px] text-sm text-ink-2">{preview.remedy}</p> : null}
      {noWayBack && !readOnly ? (
        <div className="flex gap-2 pt-2 pl-[13px]">
          <Button size="sm" onClick={() => onDirection(given)}>
            Only to the {given === 'forward' ? 'right' : 'left'}
          </Button>
          <Button size="sm" onClick={() => onOwnSteps(missing)}>
            Give steps for the way back
          </Button>
        </div>
      ) : null}
    </div>
  );
}
