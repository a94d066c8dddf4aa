'use client';

import { useMemo } from 'react';
import type { FigureSeries } from '#core/figures/figure-series.ts';
import { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import { bytesText } from '#lib/bytes-text.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { ChartFrame } from '#ui/chart-frame.tsx';
import type { ChartSeries, ChartShape } from '#ui/chart-options.ts';
import { timeLabel } from './time-label.ts';
import type { FiguresView } from './use-figures.ts';

const HEIGHT = 148;

const colors: Record<LedgerStatus, string> = {
  applied: '--accent',
  unchanged: '--line-strong',
  resolved: '--code',
  held: '--conflict',
  failed: '--fail',
  parked: '--warn',
  skipped: '--ink-3',
};

/** Colours for what has none of its own, in this order; more share the last. */
const others = ['--fail', '--warn', '--conflict', '--code', '--left', '--line-strong'];
const systems = ['--left', '--right', '--code', '--accent'];

const whole = (value: number) => (Number.isInteger(value) ? value.toLocaleString('en') : '');
const dashes = { p50: [], p95: [6, 3], p99: [2, 3] } as const;

/** Names that occur in any step, those with the most first. */
function namesOf(
  steps: FigureSeries['steps'],
  pick: (step: FigureSeries['steps'][number]) => Record<string, number>,
) {
  const sums = new Map<string, number>();
  for (const step of steps) {
    for (const [name, count] of Object.entries(pick(step))) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function seriesOf({ steps }: FigureSeries) {
  const lag: ChartSeries[] = (['p50', 'p95', 'p99'] as const).map((name, index) => ({
    id: name,
    label: name,
    color: ['--accent', '--ink-2', '--fail'][index] as string,
    values: steps.map((step) => step.lag?.[name] ?? null),
    dash: dashes[name],
  }));
  const throughput = LedgerStatus.options
    .map((status) => ({
      id: status,
      label: status,
      color: colors[status],
      values: steps.map((step) => step.outcomes?.[status] ?? null),
    }))
    .filter(({ id, values }) => id === 'applied' || values.some((value) => value !== null && value > 0));
  const errors = namesOf(steps, (step) => step.errors).map((code, index) => ({
    id: code,
    label: code,
    color: others[Math.min(index, others.length - 1)] as string,
    values: steps.map((step) =>
      step.outcomes ? (step.errors[code as keyof typeof step.errors] ?? 0) : null,
    ),
  }));
  const logs = namesOf(steps, (step) => step.logs).map((name, index) => ({
    id: name,
    label: name,
    color: systems[index % systems.length] as string,
    values: steps.map((step) => step.logs[name] ?? null),
    dash: index % 2 === 0 ? [] : [6, 3],
  }));
  const depths = (
    [
      ['changes', 'changes', '--accent', []],
      ['reconcile', 'reconciling', '--ink-2', [6, 3]],
      ['held', 'held', '--conflict', [2, 3]],
      ['parked', 'parked', '--warn', [10, 3]],
    ] as const
  ).map(([id, label, color, dash]) => ({
    id,
    label,
    color,
    dash,
    values: steps.map((step) => step.depth?.[id] ?? null),
  }));
  return { lag, throughput, errors, logs, depths };
}

/** The shapes of the charts of a range; kept while its length is, since a new one makes a chart anew. */
function useShapes(length: number) {
  return useMemo(() => {
    const shape = (kind: ChartShape['kind'], formatY: (y: number) => string): ChartShape => ({
      kind,
      time: true,
      height: HEIGHT,
      group: 'figures',
      formatX: (x) => timeLabel(x * 1000, length),
      formatY,
    });
    return {
      lag: shape('lines', (y) => (y === 0 ? '0' : describeDuration(y))),
      throughput: shape('stack', whole),
      errors: shape('stack', whole),
      depths: shape('lines', whole),
      logs: { ...shape('lines', bytesText), binary: true },
    } satisfies Record<TimeChart, ChartShape>;
  }, [length]);
}

function stepWords(seconds: number): string {
  if (seconds < 3_600) return seconds === 60 ? 'minute' : `${seconds / 60} minutes`;
  return seconds === 3_600 ? 'hour' : `${seconds / 3_600} hours`;
}

/** What is told over time, and how. */
const charts = {
  lag: { title: 'Lag', hint: () => 'from commit to commit', empty: 'Nothing passed in this time.' },
  throughput: {
    title: 'Throughput',
    hint: (step: string) => `changes by outcome, per ${step}`,
    empty: 'The flow did not run in this time.',
  },
  errors: {
    title: 'Errors',
    hint: (step: string) => `parked and failed changes by code, per ${step}`,
    empty: 'Nothing failed in this time.',
  },
  depths: {
    title: 'Queues',
    hint: () => 'the most that waited at once',
    empty: 'The flow did not run in this time.',
  },
  logs: { title: 'Log held back', hint: () => 'by source', empty: 'No log was measured in this time.' },
} as const;
export type TimeChart = keyof typeof charts;

/** Some of the charts over time: a brush on any of them marks a part of it on all. */
export function TimeCharts({
  view: { span, brushed, brush },
  series,
  which,
}: {
  view: FiguresView;
  series: FigureSeries;
  which: readonly TimeChart[];
}) {
  const shapes = useShapes(span.to - span.from);
  const drawn = useMemo(() => seriesOf(series), [series]);
  const x = useMemo(() => series.steps.map(({ at }) => at / 1000), [series]);
  return which.map((name) => (
    <ChartFrame
      key={name}
      title={charts[name].title}
      hint={charts[name].hint(stepWords(series.stepSeconds))}
      empty={charts[name].empty}
      x={x}
      span={{ from: span.from / 1000, to: span.to / 1000 }}
      series={drawn[name]}
      shape={shapes[name]}
      selected={brushed && { from: brushed.from / 1000, to: brushed.to / 1000 }}
      onSelect={(part) =>
        brush(part && { from: part.from * 1000, to: part.to * 1000 }, name === 'errors' ? 'errors' : null)
      }
    />
  ));
}
