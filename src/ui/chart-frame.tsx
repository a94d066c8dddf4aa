'use client';

import { type ReactNode, useMemo, useState } from 'react';
import { Chart, type ChartSpan } from './chart.tsx';
import type { ChartSeries, ChartShape } from './chart-options.ts';
import { chartViews } from './chart-views.tsx';
import { Segmented } from './segmented.tsx';

/** A chart with its title, its legend with the values under the pointer, and the same as a table. */
export function ChartFrame({
  title,
  hint,
  empty,
  x,
  span,
  series,
  shape,
  placeHeader = 'Time',
  selected,
  onSelect,
  actions,
}: {
  title: string;
  /** What it shows, in a few words. */
  hint: string;
  /** What stands in its place when there is nothing to draw. */
  empty: ReactNode;
  x: readonly number[];
  span: ChartSpan;
  series: readonly ChartSeries[];
  shape: ChartShape;
  /** The head of the table's first column. */
  placeHeader?: string;
  selected?: ChartSpan | null;
  onSelect?: (span: ChartSpan | null) => void;
  actions?: ReactNode;
}) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [hovered, setHovered] = useState<number | null>(null);
  const something = series.some(({ values }) => values.some((value) => value !== null));
  return (
    <section aria-label={title} className="flex min-w-0 flex-col rounded-lg border border-line bg-surface">
      <header className="flex h-10 items-center gap-3 px-4">
        <h3 className="shrink-0 font-semibold text-ink">{title}</h3>
        <p className="min-w-0 flex-1 truncate text-sm text-ink-3">{hint}</p>
        {actions}
        <Segmented
          size="sm"
          label={`${title}: chart or table`}
          value={view}
          onChange={setView}
          options={chartViews}
        />
      </header>
      {something && view === 'chart' ? (
        <>
          <Legend
            series={series}
            index={hovered}
            at={hovered === null ? null : (x[hovered] ?? null)}
            shape={shape}
          />
          <div className="px-2 pb-2">
            <Chart
              label={`${title}: ${hint}`}
              x={x}
              span={span}
              series={series}
              shape={shape}
              onHover={setHovered}
              {...(selected && { selected })}
              {...(onSelect && { onSelect })}
            />
          </div>
        </>
      ) : something ? (
        <Values title={title} x={x} series={series} shape={shape} placeHeader={placeHeader} />
      ) : (
        <div
          className="flex items-center justify-center px-4 pb-4 text-center text-sm text-ink-3"
          style={{ height: shape.height + 32 }}
        >
          {empty}
        </div>
      )}
    </section>
  );
}

function Legend({
  series,
  index,
  at,
  shape,
}: {
  series: readonly ChartSeries[];
  index: number | null;
  at: number | null;
  shape: ChartShape;
}) {
  return (
    <div
      aria-hidden
      className="flex h-6 items-center gap-4 overflow-hidden px-4 max-xl:h-auto max-xl:min-h-6 max-xl:flex-wrap max-xl:gap-y-1 text-sm text-ink-2 tabular-nums"
    >
      {series.map(({ id, label, color, dash, values }) => {
        const value = index === null ? undefined : values[index];
        return (
          <span key={id} className="inline-flex shrink-0 items-center gap-1.5">
            {shape.kind === 'lines' ? (
              <svg width="14" height="8" aria-hidden>
                <line
                  x1="0"
                  x2="14"
                  y1="4"
                  y2="4"
                  stroke={`var(${color})`}
                  strokeWidth="2"
                  strokeDasharray={dash?.join(' ')}
                />
              </svg>
            ) : (
              <span className="size-2 rounded-[2px]" style={{ background: `var(${color})` }} />
            )}
            {label}
            {index === null ? null : (
              <span className="text-ink">{value == null ? '–' : shape.formatY(value)}</span>
            )}
          </span>
        );
      })}
      {at === null ? null : <span className="ml-auto shrink-0 text-ink-3">{shape.formatX(at)}</span>}
    </div>
  );
}

/** The newest first: what somebody reads a table for. */
function Values({
  title,
  x,
  series,
  shape,
  placeHeader,
}: {
  title: string;
  x: readonly number[];
  series: readonly ChartSeries[];
  shape: ChartShape;
  placeHeader: string;
}) {
  const places = useMemo(() => {
    const all = x.map((at, index) => ({ at, index }));
    return shape.time ? all.reverse() : all;
  }, [x, shape.time]);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={`${title}, as a table`}
      className="overflow-auto border-t border-line"
      style={{ height: shape.height + 31 }}
    >
      <table className="w-full border-collapse text-sm tabular-nums">
        <thead className="sticky top-0 bg-surface">
          <tr className="h-7 border-b border-line">
            <th scope="col" className="px-4 text-left font-normal text-ink-3">
              {placeHeader}
            </th>
            {series.map(({ id, label }) => (
              <th key={id} scope="col" className="px-4 text-right font-normal text-ink-3">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(({ at, index }) => (
            <tr key={at} className="h-6">
              <th scope="row" className="px-4 text-left font-normal text-ink-2">
                {shape.formatX(at)}
              </th>
              {series.map(({ id, values }) => {
                const value = values[index];
                return (
                  <td key={id} className="px-4 text-right">
                    {value == null ? '–' : shape.formatY(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
