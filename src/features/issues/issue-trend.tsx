'use client';

import { useState } from 'react';
import { Card } from '#ui/card.tsx';
import { chartViews } from '#ui/chart-views.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { useMinute } from '../records/use-minute.ts';
import { type TrendBar, type TrendUnit, trendBars } from './trend-bars.ts';

const hour = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const HEIGHT = 72;

/** How often an issue came up, by the hour or by the day; as bars or as a table. */
export function IssueTrend({ hours }: { hours: readonly { hour: string; lines: number }[] }) {
  const [unit, setUnit] = useState<TrendUnit>('hours');
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const bars = trendBars(hours, unit, useMinute());
  const name = (at: number) => (unit === 'hours' ? hour : day).format(at);
  return (
    <Card
      title="How often"
      actions={
        <>
          <Segmented
            size="sm"
            label="Trend"
            value={unit}
            onChange={setUnit}
            options={[
              { value: 'hours', label: '24 h' },
              { value: 'days', label: '30 d' },
            ]}
          />
          <Segmented
            size="sm"
            label="Trend: chart or table"
            value={view}
            onChange={setView}
            options={chartViews}
          />
        </>
      }
    >
      {view === 'chart' ? (
        <Bars bars={bars} name={name} />
      ) : (
        <TrendTable bars={bars} name={name} unit={unit} />
      )}
    </Card>
  );
}

type BarsProps = { bars: readonly TrendBar[]; name: (at: number) => string };

function Bars({ bars, name }: BarsProps) {
  const top = Math.max(...bars.map(({ lines }) => lines), 1);
  const all = bars.reduce((sum, { lines }) => sum + lines, 0);
  return (
    <div
      role="img"
      aria-label={`${all.toLocaleString('en')} in all, at most ${top.toLocaleString('en')} at a time`}
    >
      <div aria-hidden className="flex items-end gap-[3px]" style={{ height: HEIGHT }}>
        {bars.map(({ at, lines }) => (
          <span
            key={at}
            title={`${name(at)}: ${lines.toLocaleString('en')}`}
            className={lines > 0 ? 'flex-1 rounded-[2px] bg-fail/70' : 'flex-1 rounded-[2px] bg-line'}
            style={{ height: lines > 0 ? Math.max(3, (lines / top) * HEIGHT) : 1 }}
          />
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-xs text-ink-3">
        <span>{name(bars[0]?.at ?? 0)}</span>
        <span>at most {top.toLocaleString('en')}</span>
        <span>now</span>
      </div>
    </div>
  );
}

/** The times at which it came up at all, the newest first. */
function TrendTable({ bars, name, unit }: BarsProps & { unit: TrendUnit }) {
  const some = bars.filter(({ lines }) => lines > 0).reverse();
  if (some.length === 0) return <p className="text-ink-2">It did not come up in this time.</p>;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="How often, as a table"
      className="overflow-auto"
      style={{ height: HEIGHT + 20 }}
    >
      <table className="w-full border-collapse text-sm tabular-nums">
        <caption className="sr-only">
          Lines of the ledger {unit === 'hours' ? 'by the hour' : 'by the day'}
        </caption>
        <tbody>
          {some.map(({ at, lines }) => (
            <tr key={at} className="h-6">
              <th scope="row" className="text-left font-normal text-ink-2">
                {name(at)}
              </th>
              <td className="text-right">{lines.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
