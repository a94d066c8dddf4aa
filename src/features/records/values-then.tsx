'use client';

import { pairNames } from '#core/flow/pair-title.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import type { LaneEnds } from './lane-ends.ts';
import { ValueText } from './value-text.tsx';

type Then = ApiOutput['record']['asOf'];
type SideThen = Then['left'];

function Value({ side, field }: { side: SideThen; field: string }) {
  const then = side.fields[field];
  if (side.exists === false) return <span className="text-ink-3">–</span>;
  if (!then || then.kind === 'unknown') {
    return (
      <span className="rounded-sm border border-dashed border-line px-1 text-sm text-ink-3 italic">
        unknown
      </span>
    );
  }
  return (
    <span className="flex items-baseline justify-between gap-2">
      <ValueText value={then.value} />
      {then.since === null ? null : (
        <span className="shrink-0 text-xs text-ink-3">
          since <ClockTime at={then.since / 1000} />
        </span>
      )}
    </span>
  );
}

function Presence({ side }: { side: SideThen }) {
  if (side.exists === false) return <span className="text-ink-3">, no such record</span>;
  if (side.exists === null) return <span className="text-ink-3">, not known whether it was there</span>;
  return side.watched ? null : <span className="text-ink-3">, as the flow wrote it</span>;
}

/** Both sides as they stood at a moment. What the ledger does not tell is said to be unknown. */
export function ValuesThen({ then, ends }: { then: Then; ends: LaneEnds | null }) {
  const names = [...new Set([...Object.keys(then.left.fields), ...Object.keys(then.right.fields)])];
  const pairs = ends
    ? ends.mapping.fields.map(pairNames)
    : names.map((name) => ({ left: name, right: name }));
  const head = (of: 'left' | 'right') => (
    <>
      <span className={`font-medium ${of === 'left' ? 'text-side-left' : 'text-side-right'}`}>
        {ends?.[of].connection ?? (of === 'left' ? 'Left' : 'Right')}
      </span>{' '}
      {ends?.[of].stream}
      <Presence side={then[of]} />
    </>
  );
  return (
    <Card
      flush
      title={
        <>
          As of <ClockTime at={then.moment / 1000} />
        </>
      }
      description={
        then.since !== null && then.moment < then.since ? (
          <>
            The ledger has lines since <ClockTime at={then.since / 1000} />: what stood before is told only as
            far as later changes do.
          </>
        ) : (
          'From the ledger alone. What it does not tell is unknown, not guessed.'
        )
      }
    >
      <table className="w-full table-fixed border-collapse text-left" aria-label="Both sides then">
        <thead>
          <tr className="h-7 border-b border-line text-xs text-ink-3">
            <th scope="col" className="w-[18%] px-2 pl-4 font-normal">
              Field
            </th>
            <th scope="col" className="px-2 font-normal">
              {head('left')}
            </th>
            <th scope="col" className="w-[18%] px-2 font-normal">
              Field
            </th>
            <th scope="col" className="px-2 pr-4 font-normal">
              {head('right')}
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.left} ${pair.right}`} className="border-b border-line align-top last:border-b-0">
              <th
                scope="row"
                title={pair.left}
                className="truncate px-2 py-1.5 pl-4 text-sm/5 font-normal text-ink-2"
              >
                {pair.left}
              </th>
              <td className="px-2 py-1.5">
                <Value side={then.left} field={pair.left} />
              </td>
              <td title={pair.right} className="truncate px-2 py-1.5 text-sm/5 text-ink-2">
                {pair.right}
              </td>
              <td className="px-2 py-1.5 pr-4">
                <Value side={then.right} field={pair.right} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
