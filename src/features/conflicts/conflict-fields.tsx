'use client';

import { Check } from 'lucide-react';
import type { ShownConflict } from '#core/masking/shown-entry.ts';
import { type ShownValue, shownText } from '#core/masking/shown-value.ts';
import { classNames } from '#lib/class-names.ts';
import type { LaneEnds } from '../records/lane-ends.ts';
import { ValueText } from '../records/value-text.tsx';
import { WhyLinks } from '../records/why-links.tsx';
import type { DecisionDraft, SideName } from './decision.ts';

type Field = ShownConflict['fields'][number];

function Candidate({
  side,
  value,
  chosen,
  open,
  label,
  onChoose,
}: {
  side: SideName;
  value: ShownValue | undefined;
  chosen: boolean;
  /** The person may choose. */
  open: boolean;
  label: string;
  onChoose: () => void;
}) {
  const tone = side === 'left' ? 'border-side-left bg-side-left-bg' : 'border-side-right bg-side-right-bg';
  const inner = (
    <>
      <span
        aria-hidden
        className={classNames(
          'flex size-3.5 shrink-0 items-center justify-center rounded-full border',
          chosen ? 'border-accent bg-accent text-on-accent' : 'border-line-strong',
        )}
      >
        {chosen ? <Check className="size-2.5" strokeWidth={4} /> : null}
      </span>
      <ValueText value={value} className="min-w-0 flex-1" />
    </>
  );
  const classes = classNames(
    'flex min-h-8 w-full items-center gap-2 rounded-md border px-2 py-1 text-left',
    chosen ? tone : 'border-line',
  );
  if (!open) return <div className={classNames(classes, chosen ? '' : 'opacity-60')}>{inner}</div>;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-label={`${label}: ${shownText(value, 'null')}`}
      onClick={onChoose}
      className={classNames(classes, chosen ? '' : 'hover:border-line-strong hover:bg-surface-2')}
    >
      {inner}
    </button>
  );
}

/** The fields in question side by side: what was agreed before, and what each side says now. */
export function ConflictFields({
  record,
  conflict,
  ends,
  draft,
  editable,
  focused,
  onChoose,
}: {
  record: { laneId: string; recordKey: string };
  conflict: ShownConflict;
  ends: LaneEnds | null;
  draft: DecisionDraft;
  editable: boolean;
  /** The field that arrow keys act on. */
  focused: string | null;
  onChoose: (field: string, side: SideName) => void;
}) {
  const winner = (field: Field): SideName | null => {
    if (field.winner === 'merged') return null;
    return field.winner === 'held' ? (draft.fields[field.left] ?? null) : field.winner;
  };
  return (
    <table aria-label="Fields in conflict" className="w-full table-fixed border-collapse text-left">
      <thead>
        <tr className="h-7 border-b border-line text-xs text-ink-3">
          <th scope="col" className="w-[19%] px-2 pl-4 font-normal">
            Field
          </th>
          <th scope="col" className="w-[21%] px-2 font-normal">
            Before, agreed
          </th>
          <th scope="col" className="px-2 font-normal">
            <span className="font-medium text-side-left">{ends?.left.connection ?? 'Left'}</span>{' '}
            {ends?.left.stream}
          </th>
          <th scope="col" className="px-2 pr-4 font-normal">
            <span className="font-medium text-side-right">{ends?.right.connection ?? 'Right'}</span>{' '}
            {ends?.right.stream}
          </th>
        </tr>
      </thead>
      <tbody>
        {conflict.fields.map((field) => {
          const chosen = winner(field);
          const open = editable && field.winner === 'held';
          return (
            <tr
              key={field.left}
              className={classNames(
                'border-b border-line align-top last:border-b-0',
                focused === field.left ? 'bg-surface-2' : '',
              )}
            >
              <th scope="row" className="px-2 py-2 pl-4 font-medium">
                <span className="block truncate">{field.left}</span>
                {field.right === field.left ? null : (
                  <span className="block truncate text-sm font-normal text-ink-3">{field.right}</span>
                )}
                {field.winner === 'held' ? null : (
                  <span className="block text-sm font-normal text-ink-3" title={field.why}>
                    by rule {field.rule}
                  </span>
                )}
              </th>
              <td className="px-2 py-2.5 text-ink-2">
                <ValueText value={conflict.base?.[field.left]} />
                <WhyLinks record={record} pair={field} ends={ends} />
              </td>
              {(['left', 'right'] as const).map((side) => (
                <td key={side} className="px-1.5 py-1.5 last:pr-4">
                  <Candidate
                    side={side}
                    open={open}
                    chosen={chosen === side}
                    value={side === 'left' ? conflict.left?.[field.left] : conflict.right?.[field.right]}
                    label={`${field.left} from ${ends?.[side].connection ?? side}`}
                    onChoose={() => onChoose(field.left, side)}
                  />
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
