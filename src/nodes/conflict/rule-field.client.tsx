'use client';

import { useId } from 'react';
import type { Rule } from '#core/flow/flow-graph.ts';
import { classNames } from '#lib/class-names.ts';
import { Segmented } from '#ui/segmented.tsx';

type Kind = Rule['kind'];

const kinds: { kind: Kind; label: string; explanation: string }[] = [
  {
    kind: 'newest',
    label: 'Newest wins',
    explanation: 'The side that changed last stands, by its commit time.',
  },
  {
    kind: 'oldest',
    label: 'Oldest wins',
    explanation: 'The side that changed first stands; the later change is undone.',
  },
  {
    kind: 'prefer',
    label: 'One side wins',
    explanation: 'The chosen side always stands, whenever it changed.',
  },
  {
    kind: 'merge',
    label: 'Merge both',
    explanation:
      'Numbers add up what each side added, lists keep what either side added, the longer text stands. Where that cannot be, the newest wins.',
  },
  {
    kind: 'hold',
    label: 'Ask a person',
    explanation: 'Nothing is written until somebody decides in Conflicts.',
  },
];

/** A rule of this kind, with what the old one can hand on. */
function ruleOfKind(kind: Kind, was: Rule): Rule {
  const side = 'tie' in was ? was.tie : 'side' in was ? was.side : 'left';
  if (kind === 'hold') return { kind };
  return kind === 'prefer' ? { kind, side } : { kind, tie: side };
}

/** Chooses a conflict rule, each choice with what it means. */
export function RuleField({
  label,
  value,
  sides,
  readOnly,
  onChange,
}: {
  label: string;
  value: Rule;
  /** What the two sides are called. */
  sides: { left: string; right: string };
  readOnly: boolean;
  onChange: (rule: Rule) => void;
}) {
  const name = useId();
  return (
    <fieldset disabled={readOnly} className="flex flex-col gap-1">
      <legend className="sr-only">{label}</legend>
      {kinds.map(({ kind, label: title, explanation }) => (
        <div
          key={kind}
          className={classNames(
            'rounded-md border px-3 py-2',
            value.kind === kind ? 'border-accent bg-accent-bg' : 'border-line hover:bg-surface-2',
          )}
        >
          <label className="flex cursor-pointer items-start gap-2.5">
            <input
              type="radio"
              name={name}
              checked={value.kind === kind}
              onChange={() => onChange(ruleOfKind(kind, value))}
              className="mt-1 accent-accent"
            />
            <span>
              <span className="block font-medium text-ink">{title}</span>
              <span className="block text-sm text-ink-2">{explanation}</span>
            </span>
          </label>
          {value.kind === kind && kind !== 'hold' ? (
            <SideOfRule rule={value} sides={sides} readOnly={readOnly} onChange={onChange} />
          ) : null}
        </div>
      ))}
    </fieldset>
  );
}

function SideOfRule({
  rule,
  sides,
  readOnly,
  onChange,
}: {
  rule: Rule;
  sides: { left: string; right: string };
  readOnly: boolean;
  onChange: (rule: Rule) => void;
}) {
  if (rule.kind === 'hold') return null;
  const side = rule.kind === 'prefer' ? rule.side : rule.tie;
  const label = rule.kind === 'prefer' ? 'Winning side' : 'At the same moment';
  return (
    <div className="mt-2 flex items-center gap-2 pl-6">
      <span className="text-sm text-ink-2">{label}</span>
      <Segmented
        label={label}
        size="sm"
        value={side}
        disabled={readOnly}
        options={[
          { value: 'left', label: sides.left, tone: 'left' },
          { value: 'right', label: sides.right, tone: 'right' },
        ]}
        onChange={(next) =>
          onChange(rule.kind === 'prefer' ? { kind: 'prefer', side: next } : { kind: rule.kind, tie: next })
        }
      />
    </div>
  );
}
