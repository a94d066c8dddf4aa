'use client';

import { useMemo } from 'react';
import type { FigureValues } from '#core/figures/figure.ts';
import type { FlowTarget } from '#core/figures/flow-target.ts';
import type { Histogram } from '#core/figures/histogram.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { ChartFrame } from '#ui/chart-frame.tsx';
import type { ChartShape } from '#ui/chart-options.ts';
import type { TimeSpan } from './figure-params.ts';
import { barPlace, barStart, brushedDurations, durationPlaces, rebinHistogram } from './rebin-histogram.ts';

/** For how long records differed, with the time that the target allows. */
export function DisagreementChart({
  histogram,
  values,
  target,
  took,
  onBrush,
}: {
  histogram: Histogram;
  values: FigureValues;
  target: FlowTarget | null;
  /** The part that is brushed, milliseconds. */
  took: TimeSpan | null;
  onBrush: (part: TimeSpan | null) => void;
}) {
  const within = target?.withinMs ?? null;
  const bars = useMemo(() => rebinHistogram(histogram, within), [histogram, within]);
  const shape = useMemo(
    (): ChartShape => ({
      kind: 'bars',
      time: false,
      height: 148,
      // A bar stands in the middle of its place; its name is where it begins.
      formatX: (x) => describeDuration(barStart(Math.round(x))),
      formatY: (y) => (Number.isInteger(y) ? y.toLocaleString('en') : ''),
      mark:
        within === null ? null : { x: barPlace(within) - 0.5, label: `target ${describeDuration(within)}` },
    }),
    [within],
  );
  const x = useMemo(() => bars.map(({ bar }) => bar), [bars]);
  const series = useMemo(
    () => [{ id: 'records', label: 'records', color: '--accent', values: bars.map(({ count }) => count) }],
    [bars],
  );
  const [p50, p99] = [values['disagreement.p50'], values['disagreement.p99']];
  return (
    <ChartFrame
      title="Disagreement time"
      hint={
        p50 === null || p99 === null
          ? 'how long the two sides of a record differed'
          : `half of the records within ${describeDuration(p50)}, 99 % within ${describeDuration(p99)}`
      }
      empty="No record came to agree in this time."
      placeHeader="From"
      x={x}
      span={{ from: (x[0] ?? 0) - 0.7, to: (x.at(-1) ?? 1) + 0.7 }}
      series={series}
      shape={shape}
      selected={took && durationPlaces(took)}
      onSelect={(part) => onBrush(part && brushedDurations(part))}
    />
  );
}
