'use client';

import { pairNames } from '#core/flow/pair-title.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { classNames } from '#lib/class-names.ts';
import { Card } from '#ui/card.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import type { LaneEnds } from './lane-ends.ts';
import { ValueText } from './value-text.tsx';

type Pair = { left: string; right: string };

/** Field pairs to show: the mapping's; without one, the fields of both rows by name. */
function pairsOf(ends: LaneEnds | null, left: ShownRow | null, right: ShownRow | null): Pair[] {
  if (ends) return ends.mapping.fields.map(pairNames);
  const names = [...new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])];
  return names.map((name) => ({ left: name, right: name }));
}

function Presence({ row, unread }: { row: ShownRow | null; unread: boolean }) {
  return row ? null : <span className="text-ink-3">{unread ? ', not read' : ', no such record'}</span>;
}

/** A value, and the question where it comes from. */
function WhyValue({ row, field, onWhy }: { row: ShownRow | null; field: string; onWhy: () => void }) {
  return (
    <span className="flex items-start justify-between gap-2">
      <ValueText value={row ? row[field] : undefined} />
      {row ? (
        <button
          type="button"
          aria-label={`Why is this value in ${field}?`}
          onClick={onWhy}
          className="-my-0.5 shrink-0 rounded-sm px-1.5 text-sm/6 text-ink-3 opacity-0 transition-opacity group-hover:opacity-100 hover:bg-surface-2 hover:text-accent focus-visible:opacity-100"
        >
          Why?
        </button>
      ) : null}
    </span>
  );
}

/** What stands on both sides now, field pair by field pair. */
export function CurrentValues({
  left,
  right,
  unread,
  ends,
  pending,
  inQuestion,
  onWhy,
}: {
  left: ShownRow | null;
  right: ShownRow | null;
  /** Sides that did not answer: whether they hold the record is not known. */
  unread: { left: boolean; right: boolean };
  ends: LaneEnds | null;
  pending: boolean;
  /** Left names of the fields that a person must decide. */
  inQuestion: readonly string[];
  /** Asks why a value stands where it stands. */
  onWhy: (side: 'left' | 'right', field: string) => void;
}) {
  const pairs = pairsOf(ends, left, right);
  return (
    <Card
      flush
      title="Now on both sides"
      actions={
        pending ? (
          <StatusDot tone="conflict">Out of line</StatusDot>
        ) : (
          <StatusDot tone="ok" quiet>
            Nothing waits
          </StatusDot>
        )
      }
    >
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="h-7 border-b border-line text-xs text-ink-3">
            <th scope="col" className="w-[18%] px-2 pl-4 font-normal">
              Field
            </th>
            <th scope="col" className="px-2 font-normal">
              <span className="font-medium text-side-left">{ends?.left.connection ?? 'Left'}</span>{' '}
              {ends?.left.stream}
              <Presence row={left} unread={unread.left} />
            </th>
            <th scope="col" className="w-[18%] px-2 font-normal">
              Field
            </th>
            <th scope="col" className="px-2 pr-4 font-normal">
              <span className="font-medium text-side-right">{ends?.right.connection ?? 'Right'}</span>{' '}
              {ends?.right.stream}
              <Presence row={right} unread={unread.right} />
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr
              key={`${pair.left} ${pair.right}`}
              className={classNames(
                'border-b border-line align-top last:border-b-0',
                inQuestion.includes(pair.left) ? 'bg-conflict-bg' : '',
              )}
            >
              <th
                scope="row"
                title={pair.left}
                className="truncate px-2 py-1.5 pl-4 text-sm/5 font-normal text-ink-2"
              >
                {pair.left}
              </th>
              <td className="group px-2 py-1.5">
                <WhyValue row={left} field={pair.left} onWhy={() => onWhy('left', pair.left)} />
              </td>
              <td title={pair.right} className="truncate px-2 py-1.5 text-sm/5 text-ink-2">
                {pair.right}
              </td>
              <td className="group px-2 py-1.5 pr-4">
                <WhyValue row={right} field={pair.right} onWhy={() => onWhy('right', pair.right)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
