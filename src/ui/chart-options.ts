'use client';

import uPlot from 'uplot';
import { cssToken } from './css-token.ts';
import { isolatedPoints } from './isolated-points.ts';
import { labelRoom } from './label-room.ts';

export type ChartSeries = {
  id: string;
  label: string;
  /** A design token, e.g. `--accent`. */
  color: string;
  /** One for each place on the x axis; null is a gap. */
  values: readonly (number | null)[];
  /** Lines that cross are told apart by more than their colour. */
  dash?: readonly number[];
};

export type ChartShape = {
  /** `lines`; `stack`: areas upon each other, as steps; `bars`. */
  kind: 'lines' | 'stack' | 'bars';
  /** x is seconds since 1970, or just numbers. */
  time: boolean;
  height: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** y grows by powers of two, as bytes are told. */
  binary?: boolean;
  /** Charts of one group show the same moment. */
  group?: string;
  /** A place on the x axis with a line through it. */
  mark?: { x: number; label: string } | null;
};

const binarySteps = Array.from({ length: 50 }, (_, power) => 2 ** power);
const font = '11px "Inter Variable", system-ui, sans-serif';

/** Values upon each other; a gap in one is a gap in all above. */
export function stacked(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: (number | null)[][] = [];
  for (const { values } of series) {
    const below = sums.at(-1);
    sums.push(values.map((value, i) => (value === null ? null : value + (below?.[i] ?? 0))));
  }
  return sums;
}

/** uPlot's options for a shape; colours are read from the tokens at each drawing, so that a theme only redraws. */
export function chartOptions(
  shape: ChartShape,
  series: readonly ChartSeries[],
  hooks: uPlot.Hooks.Arrays,
  brush: boolean,
): Omit<uPlot.Options, 'width'> {
  const axis = {
    font,
    stroke: () => cssToken('--ink-3'),
    ticks: { show: false },
    border: { show: false },
  };
  const drawn = series.map((each): uPlot.Series => styleOf(shape, each));
  return {
    height: shape.height,
    padding: [8, (plot) => roomBeside(plot, shape), 0, 0],
    legend: { show: false },
    // Upon each other, what is below is drawn last and so covers what is above it down to the axis.
    series: [{}, ...(shape.kind === 'stack' ? drawn.reverse() : drawn)],
    scales: { x: { time: shape.time }, y: { range: (_, __, top) => [0, top > 0 ? top * 1.08 : 1] } },
    axes: [
      { ...axis, grid: { show: false }, size: 24, gap: 4, values: (_, splits) => splits.map(shape.formatX) },
      {
        ...axis,
        size: 56,
        gap: 6,
        space: 32,
        ...(shape.binary && { incrs: binarySteps }),
        grid: { stroke: () => cssToken('--line'), width: 1 },
        values: (_, splits) => splits.map(shape.formatY),
      },
    ],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: brush, y: false, setScale: false },
      ...(shape.group && { sync: { key: shape.group, setSeries: false } }),
    },
    hooks: { ...hooks, draw: [...(hooks.draw ?? []), (plot) => drawMark(plot, shape.mark)] },
  };
}

function roomBeside({ ctx, data }: uPlot, { time, formatX }: ChartShape): number {
  // Of times only few characters are shown.
  // The first layout comes before the data.
  const labels = time ? [] : Array.from(data?.[0] ?? [], (x) => formatX(x));
  ctx.save();
  ctx.font = font;
  const room = labelRoom(labels, (text) => ctx.measureText(text).width);
  ctx.restore();
  return room;
}

function styleOf(shape: ChartShape, { label, color, dash }: ChartSeries): uPlot.Series {
  const stroke = () => cssToken(color);
  const points = { show: false };
  if (shape.kind === 'lines') {
    // A line through one value is nothing to be seen: where all have no room for a dot, those that stand alone have one.
    const filter: uPlot.Series.Points['filter'] = (plot, at, all) =>
      all ? null : isolatedPoints(plot.data[at] ?? []);
    return {
      ...{ label, stroke, width: 1.5, points: { size: 4, fill: stroke, filter } },
      ...(dash && { dash: [...dash] }),
    };
  }
  const paths =
    shape.kind === 'bars'
      ? uPlot.paths.bars?.({ size: [0.9, 40], align: 0 })
      : uPlot.paths.bars?.({ size: [0.86, 24], align: 1 });
  return { label, fill: stroke, width: 0, points, ...(paths && { paths }) };
}

function drawMark(plot: uPlot, mark: ChartShape['mark']): void {
  if (!mark) return;
  const { ctx, bbox } = plot;
  const x = Math.round(plot.valToPos(mark.x, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = cssToken('--ink');
  ctx.fillStyle = cssToken('--ink');
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = font.replace('11px', `${11 * ratio}px`);
  const right = x + ctx.measureText(mark.label).width + 12 * ratio < bbox.left + bbox.width;
  ctx.textAlign = right ? 'left' : 'right';
  ctx.fillText(mark.label, x + (right ? 5 : -5) * ratio, bbox.top + 11 * ratio);
  ctx.restore();
}
