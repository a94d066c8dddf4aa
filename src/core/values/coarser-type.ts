import { wholeRanges } from './decimal-text.ts';
import type { NeutralType } from './neutral-type.ts';
import { type FloatType, isFloat, isNumberType, isWhole, type NumberType } from './number-cast-kind.ts';

/** The most digits that PostgreSQL's numeric can be declared with. */
const WIDEST = 1000;

/**
 * The type in which a side's own values are compared with values that came from the other side (E13);
 * null where its own type will do, because it is no finer than the other. It is wide enough for
 * every value of `own`, so that casting to it never fails.
 * E.g. decimal(14,4) beside decimal(12,2) gives decimal(12,2).
 */
export function coarserType(own: NeutralType, other: NeutralType): NeutralType | null {
  if (own.kind === 'array' && other.kind === 'array') {
    const of = coarserType(own.of, other.of);
    return of === null ? null : { kind: 'array', of };
  }
  if (isNumberType(own) && isNumberType(other)) return coarserNumber(own, other);
  if (own.kind === 'time') {
    return other.kind === 'time' && other.precision < own.precision
      ? { ...own, precision: other.precision }
      : null;
  }
  if (own.kind !== 'timestamp' && own.kind !== 'timestamptz') return null;
  if (other.kind === 'date') return { kind: 'date' };
  if (other.kind !== 'timestamp' && other.kind !== 'timestamptz') return null;
  return other.precision < own.precision ? { ...own, precision: other.precision } : null;
}

function coarserNumber(own: NumberType, other: NumberType): NeutralType | null {
  if (isFloat(other)) {
    if (isFloat(own)) return own.kind === 'float64' && other.kind === 'float32' ? other : null;
    return keepsAllDigits(other, own) ? null : { kind: other.kind };
  }
  const scale = scaleOf(other);
  if (scale >= scaleOf(own)) return null;
  const before = Math.max(digitsBefore(own), digitsBefore(other));
  return { kind: 'decimal', precision: Math.min(Math.max(before + scale, 1), WIDEST), scale };
}

/** A float has no fixed number of digits after the point: any scale is coarser. */
function scaleOf(type: NumberType): number {
  if (isWhole(type)) return 0;
  return isFloat(type) || type.precision === undefined ? Number.POSITIVE_INFINITY : (type.scale ?? 0);
}

function digitsBefore(type: NumberType): number {
  if (isWhole(type)) return String(wholeRanges[type.kind][1]).length;
  return isFloat(type) || type.precision === undefined ? WIDEST : type.precision - (type.scale ?? 0);
}

function keepsAllDigits(float: FloatType, type: Exclude<NumberType, FloatType>): boolean {
  if (isWhole(type)) return type.kind === 'int16' || (type.kind === 'int32' && float.kind === 'float64');
  return (type.precision ?? WIDEST) <= (float.kind === 'float32' ? 6 : 15);
}
