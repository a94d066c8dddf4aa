import { castKind } from './cast-table.ts';
import type { NeutralType } from './neutral-type.ts';
import { isFloat, isNumberType, isWhole } from './number-cast-kind.ts';

/**
 * What may happen to a value on its way from one type to another, as half a sentence for people: which
 * values park their record, or what is lost. Null where every value arrives as it is, and where there is
 * no cast at all.
 */
export function castRisk(from: NeutralType, to: NeutralType): string | null {
  const cast = castKind(from, to);
  if ('refused' in cast) return null;
  if (cast.kind === 'lossy') return `${lost(from, to)} lost`;
  return cast.kind === 'narrowing' ? `a value that ${misfit(from, to)} parks its record` : null;
}

/** What of a value does not arrive, with its verb. */
function lost(from: NeutralType, to: NeutralType): string {
  if (from.kind === 'array' && to.kind === 'array') return `in each element ${lost(from.of, to.of)}`;
  if (isNumberType(to)) {
    if (isFloat(to)) return `digits beyond the ${to.kind === 'float32' ? '6th' : '15th'} may be`;
    if (isWhole(to)) return 'what stands after the decimal point is';
    const scale = to.kind === 'decimal' ? (to.scale ?? 0) : 0;
    return scale === 0
      ? 'what stands after the decimal point is'
      : `digits after the ${ordinal(scale)} decimal are`;
  }
  if (to.kind === 'date') return 'the time of day is';
  if ('precision' in to && to.precision === 0) return 'fractions of a second are';
  if ('precision' in to) return `fractions of a second after the ${ordinal(to.precision ?? 0)} digit are`;
  return 'part of some values is';
}

/** What is the matter with a value that does not fit, after "a value that". */
function misfit(from: NeutralType, to: NeutralType): string {
  if (from.kind === 'array' && to.kind === 'array') return `has an element that ${misfit(from.of, to.of)}`;
  if (to.kind === 'text') return `is longer than ${to.max} characters`;
  if (isNumberType(from) && isNumberType(to)) return `is too large for ${to.kind}`;
  if (isWhole(to)) return 'is no whole number, or too large,';
  if (isNumberType(to)) return 'is no number, or too large,';
  switch (to.kind) {
    case 'boolean':
      return from.kind === 'text' ? 'is neither true nor false' : 'is neither 0 nor 1';
    case 'date':
      return 'is no date';
    case 'time':
      return 'is no time of day';
    case 'timestamp':
    case 'timestamptz':
      return 'is no date and time';
    case 'interval':
      return 'is no interval';
    case 'uuid':
      return 'is no UUID';
    case 'json':
      return 'is no JSON';
    case 'bytes':
      return 'is no row of hexadecimal digits';
    case 'enum':
      return `is none of the ${to.values.length} allowed ones`;
    default:
      return 'does not fit';
  }
}

function ordinal(n: number): string {
  return `${n}${['th', 'st', 'nd', 'rd'][n] ?? 'th'}`;
}
