'use client';

import { ArrowLeft, ArrowRight, Plus } from 'lucide-react';
import { otherSide, type Side } from '#core/change/change-event.ts';
import type { FieldPair } from '#core/flow/flow-graph.ts';
import type { Transform, TransformKind } from '#core/transform/transform.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { Menu, type MenuItem } from '#ui/menu.tsx';
import { addStep, changeStep, moveStep, removeStep, setSteps, stepsOf, type Way } from './edit-steps.ts';
import { fieldsAtStep } from './fields-at-step.ts';
import { StepCard } from './step-card.client.tsx';
import { stepKinds } from './step-kinds.ts';

const kinds = Object.keys(stepKinds) as TransformKind[];
const groups = [...new Set(kinds.map((kind) => stepKinds[kind].group))];

type Props = {
  pair: FieldPair;
  way: Way;
  /** The other way has values too. */
  both: boolean;
  /** The fields that values come from on this way. */
  fields: readonly Field[];
  samples: readonly string[];
  readOnly: boolean;
  onEdit: (recipe: (pair: FieldPair) => void, gesture?: string) => void;
  onEnd: () => void;
};

/** The steps that values take one way; or that they take the other way's steps backward. */
export function WayEditor({ pair, way, both, fields, samples, readOnly, onEdit, onEnd }: Props) {
  const steps = stepsOf(pair, way);
  const other: Way = way === 'forward' ? 'backward' : 'forward';
  const inverse = steps === undefined && stepsOf(pair, other) !== undefined && both;
  const to: Side = way === 'forward' ? 'right' : 'left';
  const Icon = way === 'forward' ? ArrowRight : ArrowLeft;
  return (
    <section aria-label={`Steps to the ${to}`} className="flex flex-col gap-2">
      <div className="flex min-h-6 items-center gap-2">
        <Icon aria-hidden className="size-4 text-ink-3" />
        <span className="font-medium text-ink">To the {to}</span>
        {inverse ? (
          <Badge>the steps to the {otherSide(to)}, backward</Badge>
        ) : (steps?.length ?? 0) === 0 ? (
          <span className="text-sm text-ink-3">as they are, with the cast</span>
        ) : null}
      </div>
      {steps && steps.length > 0 ? (
        <ol className="flex flex-col gap-2">
          {steps.map((step, at) => (
            <StepCard
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place and kind
              key={`${at} ${step.kind}`}
              step={step}
              position={at + 1}
              of={steps.length}
              fields={fieldsAtStep(steps, at, fields)}
              readOnly={readOnly}
              onChange={(next) => onEdit((draft) => changeStep(draft, way, at, next), `step-${way}-${at}`)}
              onEnd={onEnd}
              onMove={(by) => onEdit((draft) => moveStep(draft, way, at, by))}
              onRemove={() => onEdit((draft) => removeStep(draft, way, at))}
            />
          ))}
        </ol>
      ) : null}
      {readOnly ? null : (
        <div className="flex flex-wrap gap-2">
          {inverse ? (
            <Button size="sm" onClick={() => onEdit((draft) => setSteps(draft, way, []))}>
              Give it steps of its own
            </Button>
          ) : (
            <AddStep
              to={to}
              onAdd={(kind) => {
                const first = (steps?.length ?? 0) === 0;
                const step: Transform = stepKinds[kind].create(first ? fields : [], samples);
                onEdit((draft) => addStep(draft, way, step));
              }}
            />
          )}
          {steps && both && stepsOf(pair, other) ? (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => onEdit((draft) => setSteps(draft, way, undefined))}
            >
              Use the other way&apos;s, backward
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}

function AddStep({ to, onAdd }: { to: Side; onAdd: (kind: TransformKind) => void }) {
  const items = groups.flatMap((group): MenuItem[] => [
    { kind: 'heading', label: group },
    ...kinds
      .filter((kind) => stepKinds[kind].group === group)
      .map((kind): MenuItem => ({ label: stepKinds[kind].label, onSelect: () => onAdd(kind) })),
  ]);
  return (
    <Menu
      trigger={
        <Button size="sm" icon={<Plus aria-hidden />} aria-label={`Add a step to the ${to}`}>
          Add a step
        </Button>
      }
      items={items}
    />
  );
}
