'use client';

import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { type ChartSeries, type ChartShape, chartOptions, stacked } from './chart-options.ts';
import { onThemeChange } from './css-token.ts';

/** From and to on the x axis. */
export type ChartSpan = { from: number; to: number };

/** Less than this many pixels is a click, not a brush. */
const LEAST_BRUSH = 4;

/**
 * A chart on a canvas, in the colours of the theme. What it shows can be had as a table elsewhere: for a screen reader
 * it is a picture with a name.
 */
export function Chart({
  label,
  x,
  span,
  series,
  shape,
  selected = null,
  onSelect,
  onHover,
}: {
  label: string;
  x: readonly number[];
  /** What the x axis shows. */
  span: ChartSpan;
  series: readonly ChartSeries[];
  /** A new object makes the chart anew: keep it. */
  shape: ChartShape;
  /** The part that is brushed. */
  selected?: ChartSpan | null;
  /** Called with what was brushed; null where the chart was only clicked. Without it there is no brush. */
  onSelect?: (span: ChartSpan | null) => void;
  /** The index of the place under the pointer. */
  onHover?: (index: number | null) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  // A chart must not move under the hand that brushes it: what comes meanwhile is shown afterwards.
  const brushing = useRef(false);
  const latest = useRef({ x, span, series, selected, onSelect, onHover });
  latest.current = { x, span, series, selected, onSelect, onHover };
  const show = useRef(() => {});
  const ids = series.map(({ id, color }) => `${id} ${color}`).join();
  const brush = onSelect !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: data comes by `show`; only other series or another shape make another chart
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const hooks: uPlot.Hooks.Arrays = {
      setSelect: [
        (self) => {
          brushing.current = false;
          const { left, width } = self.select;
          const span = { from: self.posToVal(left, 'x'), to: self.posToVal(left + width, 'x') };
          latest.current.onSelect?.(width < LEAST_BRUSH ? null : span);
          show.current();
        },
      ],
      setCursor: [(self) => latest.current.onHover?.(self.cursor.idx ?? null)],
    };
    const options = chartOptions(shape, latest.current.series, hooks, brush);
    const made = new uPlot({ ...options, width: element.clientWidth || 1 }, [[]], element);
    plot.current = made;
    show.current = () => {
      if (brushing.current || plot.current !== made) return;
      const { x, span, series, selected } = latest.current;
      const values = shape.kind === 'stack' ? stacked(series).reverse() : series.map((each) => each.values);
      made.batch(() => {
        made.setData([[...x], ...values.map((each) => [...each])]);
        made.setScale('x', { min: span.from, max: span.to });
      });
      showSelected(made, selected);
    };
    const begin = () => {
      brushing.current = brush;
    };
    // A press that ends outside of the chart ends its brush too, without a selection.
    const end = () =>
      setTimeout(() => {
        if (brushing.current) {
          brushing.current = false;
          show.current();
        }
      });
    made.over.addEventListener('mousedown', begin);
    document.addEventListener('mouseup', end);
    const resized = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth || 1, height: shape.height });
      show.current();
    });
    resized.observe(element);
    // The colours of bars are kept with their paths: only data that is set anew takes the new ones.
    const themed = onThemeChange(() => show.current());
    show.current();
    return () => {
      resized.disconnect();
      themed();
      document.removeEventListener('mouseup', end);
      plot.current = null;
      made.destroy();
    };
  }, [shape, ids, brush]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever of it changes is shown
  useEffect(() => show.current(), [x, span.from, span.to, series, selected?.from, selected?.to]);

  return (
    <div
      ref={host}
      role="img"
      aria-label={label}
      className="chart min-w-0"
      style={{ height: shape.height }}
    />
  );
}

function showSelected(plot: uPlot, selected: ChartSpan | null): void {
  const none = { left: 0, top: 0, width: 0, height: 0 };
  if (!selected) {
    plot.setSelect(none, false);
    return;
  }
  const { clientWidth, clientHeight } = plot.over;
  const inside = (x: number) => Math.min(clientWidth, Math.max(0, plot.valToPos(x, 'x')));
  const left = inside(selected.from);
  const width = inside(selected.to) - left;
  plot.setSelect(width > 0 ? { left, top: 0, width, height: clientHeight } : none, false);
}
