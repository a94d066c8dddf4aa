import { describeDuration } from '#lib/describe-duration.ts';
import type { FigureUnit } from '../figures/figure.ts';

const mebibyte = 1024 ** 2;

/** A value with its unit, for people. */
export function showFigure(value: number, unit: FigureUnit): string {
  const rounded = (number: number) => number.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  switch (unit) {
    case 'ms':
      return value < 10_000 ? `${rounded(value)} ms` : describeDuration(value);
    case 's':
      return describeDuration(value * 1_000);
    case 'share':
      return `${(value * 100).toLocaleString('en-GB', { maximumFractionDigits: 3 })} %`;
    case 'ratio':
      return rounded(value);
    case 'bytes':
      return value < 1024 * mebibyte
        ? `${rounded(value / mebibyte)} MB`
        : `${rounded(value / (1024 * mebibyte))} GB`;
    case 'changes/min':
      return `${rounded(value)} changes a minute`;
    case 'changes':
    case 'records':
      return `${rounded(value)} ${value === 1 ? unit.slice(0, -1) : unit}`;
  }
}
