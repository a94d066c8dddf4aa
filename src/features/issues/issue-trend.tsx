'use client';

import { useState } from 'react';
import { Card } from '#ui/card.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { useMinute } from '../records/use-minute.ts';
import { type TrendUnit, trendBars } from './trend-bars.ts';

const hour = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const HEIGHT = 72;

/** How often an issue came up, by the hour or by the day; the same as a table for those who do not see bars. */
export function IssueTrend({ hours }: { hours: readonly { hour: string; lines: number }[] }) {
  const [unit, setUnit] = useState<TrendUnit>('hours');
  const bars = trendBars(hours, unit, useMinute());
  const top = Math.max(...bars.map(({ lines }) => lines), 1);
  const name = (at: number) => (unit === 'hours' ? hour : day).format(at);
  return (
    <Card
      title="How often"
      actions={
        <Segmented
          size="sm"
          label="Trend"
          value={unit}
          onChange={setUnit}
          options={[
            { value: 'hours', label: '24 hours' },
            { value: 'days', label: '30 days' },
          ]}
        />
      }
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
      <table className="sr-only">
        <caption>Lines of the ledger {unit === 'hours' ? 'by the hour' : 'by the day'}</caption>
        <tbody>
          {bars
            .filter(({ lines }) => lines > 0)
            .map(({ at, lines }) => (
              <tr key={at}>
                <th scope="row">{name(at)}</th>
                <td>{lines}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Card>
  );
}
