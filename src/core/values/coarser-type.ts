import { wholeRanges } from './decimal-text.ts';
import type { NeutralType } from './neutral-type.ts';
import { type FloatType, isFloat, isNumberType, isWhole, type NumberType } from './number-cast-kind.ts';

/** The most digits that PostgreSQL's numeric can be declared with. */
const WIDEST = 1000;

type ExactType = Exclude<NumberType, FloatType>;

/**
 * The type in which a side's own values are compared with values that came from the other side (E13);
 * null where its own type will do, because it is no finer than the other. It is wide enough for
 * every value of `own` (but an infinite decimal), so that casting to it never fails.
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
  // What a float may hold, a decimal or a shorter float may not: infinity, 1e300.
  if (isFloat(own)) return null;
  if (isFloat(other))
    return keepsAllDigits(other, own) || !isWithin(other, own) ? null : { kind: other.kind };
  const scale = scaleOf(other);
  if (scale >= scaleOf(own)) return null;
  const before = Math.max(digitsBefore(own), digitsBefore(other));
  return { kind: 'decimal', precision: Math.min(Math.max(before + scale, 1), WIDEST), scale };
}

function scaleOf(type: ExactType): number {
  if (isWhole(type)) return 0;
  return type.precision === undefined ? Number.POSITIVE_INFINITY : (type.scale ?? 0);
}

function digitsBefore(type: ExactType): number {
  if (isWhole(type)) return String(wholeRanges[type.kind][1]).length;
  return type.precision === undefined ? WIDEST : type.precision - (type.scale ?? 0);
}

function keepsAllDigits(float: FloatType, type: ExactType): boolean {
  if (isWhole(type)) return type.kind === 'int16' || (type.kind === 'int32' && float.kind === 'float64');
  return (type.precision ?? WIDEST) <= (float.kind === 'float32' ? 6 : 15);
}

/** Is every value of the type within the float's range, and none lost near zero? */
function isWithin(float: FloatType, type: ExactType): boolean {
  const most = float.kind === 'float32' ? 37 : 300;
  return digitsBefore(type) <= most && scaleOf(type) <= most;
}
