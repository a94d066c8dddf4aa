import { describeDuration } from '#lib/describe-duration.ts';
import type { AlertFigure } from './alert-figure.ts';

const mebibyte = 1024 ** 2;

/** A value with its unit, for people. */
export function showFigure(value: number, unit: AlertFigure['unit']): string {
  const rounded = (number: number) => number.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  switch (unit) {
    case 'ms':
      return value < 10_000 ? `${rounded(value)} ms` : describeDuration(value);
    case 'per second':
      return `${rounded(value)} per second`;
    case 'bytes':
      return value < 1024 * mebibyte
        ? `${rounded(value / mebibyte)} MB`
        : `${rounded(value / (1024 * mebibyte))} GB`;
    case 'records':
      return `${rounded(value)} record${value === 1 ? '' : 's'}`;
  }
}
