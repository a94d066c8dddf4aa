'use client';

import { useId } from 'react';
import type { Rule } from '#core/flow/flow-graph.ts';
import { classNames } from '#lib/class-names.ts';
import { Segmented } from '#ui/segmented.tsx';
import { Select } from '#ui/select.tsx';
import type { MergeNode } from './rule-choice.ts';

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
    kind: 'code',
    label: 'Code decides',
    explanation: 'The merge of a code node makes one value of both, or leaves it to a person.',
  },
  {
    kind: 'hold',
    label: 'Ask a person',
    explanation: 'Nothing is written until somebody decides in Conflicts.',
  },
];

/** A rule of this kind, with what the old one can hand on. */
function ruleOfKind(kind: Kind, was: Rule, merges: readonly MergeNode[]): Rule {
  const side = 'tie' in was ? was.tie : 'side' in was ? was.side : 'left';
  if (kind === 'hold') return { kind };
  if (kind === 'code') return { kind, node: merges[0]?.id ?? '' };
  return kind === 'prefer' ? { kind, side } : { kind, tie: side };
}

/** Chooses a conflict rule, each choice with what it means. */
export function RuleField({
  label,
  value,
  sides,
  merges,
  readOnly,
  onChange,
}: {
  label: string;
  value: Rule;
  /** What the two sides are called. */
  sides: { left: string; right: string };
  merges: readonly MergeNode[];
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
              disabled={kind === 'code' && merges.length === 0}
              checked={value.kind === kind}
              onChange={() => onChange(ruleOfKind(kind, value, merges))}
              className="mt-1 accent-accent"
            />
            <span>
              <span className="block font-medium text-ink">{title}</span>
              <span className="block text-sm text-ink-2">
                {kind === 'code' && merges.length === 0
                  ? 'Add a code node of the form Merge first; it stands beside the path.'
                  : explanation}
              </span>
            </span>
          </label>
          {value.kind === 'code' && kind === 'code' ? (
            <div className="mt-2 pl-6">
              <Select
                label="Code node"
                value={value.node}
                disabled={readOnly}
                options={merges.map(({ id, title: called }) => ({ value: id, label: called }))}
                onChange={(node) => onChange({ kind: 'code', node })}
              />
            </div>
          ) : null}
          {value.kind === kind && kind !== 'hold' && kind !== 'code' ? (
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
  if (rule.kind === 'hold' || rule.kind === 'code') return null;
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
