import { type WholeKind, wholeRanges } from './decimal-text.ts';
import type { NeutralType } from './neutral-type.ts';

export type FloatType = { kind: 'float32' | 'float64' };
export type WholeType = { kind: WholeKind };
export type NumberType = FloatType | WholeType | { kind: 'decimal'; precision?: number; scale?: number };

const kinds = new Set<string>([...Object.keys(wholeRanges), 'decimal', 'float32', 'float64']);

export function isNumberType(type: NeutralType): type is NumberType {
  return kinds.has(type.kind);
}

export function isWhole(type: NeutralType): type is WholeType {
  return Object.hasOwn(wholeRanges, type.kind);
}

export function isFloat(type: NeutralType): type is FloatType {
  return type.kind === 'float32' || type.kind === 'float64';
}

/** The least and the most whole part, and the digits after the point; null: no limit. */
type Extent = { least: bigint; most: bigint; scale: number } | null;

function extent(type: Exclude<NumberType, FloatType>): Extent {
  if (type.kind === 'decimal') {
    if (type.precision === undefined) return null;
    const scale = type.scale ?? 0;
    const most = 10n ** BigInt(Math.max(type.precision - scale, 0)) - 1n;
    return { least: -most, most, scale };
  }
  const [least, most] = wholeRanges[type.kind];
  return { least, most, scale: 0 };
}

/**
 * What a cast between two different number types does: `widening` keeps every value, `narrowing`
 * can fail, `lossy` rounds (and can fail). NaN is left out of account: only floats and decimals hold it.
 */
export function numberCastKind(from: NumberType, to: NumberType): 'widening' | 'narrowing' | 'lossy' {
  if (isFloat(to)) return toFloatKind(from, to.kind);
  if (isFloat(from)) {
    return to.kind === 'decimal' && to.precision === undefined ? 'widening' : 'lossy';
  }
  const target = extent(to);
  if (target === null) return 'widening';
  const source = extent(from);
  if (source === null || source.scale > target.scale) return 'lossy';
  return source.least >= target.least && source.most <= target.most ? 'widening' : 'narrowing';
}

/** A float keeps all digits of a short decimal: 6 of them (float32) or 15 (float64). */
function toFloatKind(from: NumberType, to: 'float32' | 'float64'): 'widening' | 'lossy' {
  if (from.kind === 'float32') return 'widening';
  if (from.kind === 'int16') return 'widening';
  if (from.kind === 'int32') return to === 'float64' ? 'widening' : 'lossy';
  if (from.kind !== 'decimal' || from.precision === undefined) return 'lossy';
  const short = from.precision <= (to === 'float32' ? 6 : 15) && Math.abs(from.scale ?? 0) <= 30;
  return short ? 'widening' : 'lossy';
}
