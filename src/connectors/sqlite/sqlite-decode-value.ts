import { formatDecimal, parseDecimal, roundDecimal, wholeRanges } from '#core/values/decimal-text.ts';
import { floatText } from '#core/values/float-text.ts';
import { canonicalJson } from '#core/values/json-text.ts';
import { Misfit } from '#core/values/misfit.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { readText } from '#core/values/read-text.ts';
import type { Value } from '#core/values/value.ts';
import { type Raw, sqlLiteral } from './sqlite-literal.ts';

type Decode = (raw: Exclude<Raw, null>) => string | null;

/** The canonical text of what a column of this type holds. A value that does not fit comes as a marked literal. */
export function decoder(type: NeutralType): (raw: Raw) => Value {
  const decode = fitting(type);
  return (raw) => {
    if (raw === null) return null;
    return decode(raw) ?? MISFIT_MARK + sqlLiteral(raw);
  };
}

/** Null: it does not fit. */
function fitting(type: NeutralType): Decode {
  switch (type.kind) {
    case 'boolean':
      return (raw) => (raw === 1n ? 't' : raw === 0n ? 'f' : null);
    case 'int16':
    case 'int32':
      return whole(wholeRanges[type.kind][0], wholeRanges[type.kind][1]);
    case 'int64':
      return (raw) => (typeof raw === 'bigint' ? String(raw) : null);
    case 'float32':
    case 'float64':
      return float(type.kind === 'float32' ? 32 : 64);
    case 'decimal':
      return decimal(type);
    case 'text':
      return (raw) => (typeof raw === 'string' && !raw.startsWith(MISFIT_MARK) ? raw : null);
    case 'bytes':
      return (raw) => (raw instanceof Uint8Array ? `\\x${Buffer.from(raw).toString('hex')}` : null);
    case 'json':
      return json;
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'uuid':
      return read(type);
    default:
      return sqlLiteral;
  }
}

function whole(least: bigint, most: bigint): Decode {
  return (raw) => (typeof raw === 'bigint' && raw >= least && raw <= most ? String(raw) : null);
}

function float(bits: 32 | 64): Decode {
  return (raw) => {
    if (typeof raw === 'bigint') return Number.isSafeInteger(Number(raw)) ? String(raw) : null;
    if (typeof raw !== 'number' || (bits === 32 && Math.fround(raw) !== raw)) return null;
    const size = Math.abs(raw);
    // Here JS and PostgreSQL print alike.
    if (bits === 64 && size >= 1e-4 && size < 1e15) return String(raw);
    if (size === Number.POSITIVE_INFINITY) return raw > 0 ? 'Infinity' : '-Infinity';
    return floatText(Object.is(raw, -0) ? '-0' : String(raw), bits);
  };
}

function decimal({ precision, scale = 0 }: { precision?: number; scale?: number }): Decode {
  return (raw) => {
    if (typeof raw !== 'bigint' && (typeof raw !== 'number' || !Number.isFinite(raw))) return null;
    const text = typeof raw === 'bigint' ? String(raw) : plainDigits(raw);
    if (precision === undefined) return text;
    const parsed = parseDecimal(text);
    const fits = roundDecimal(parsed, scale);
    const exact = formatDecimal(roundDecimal(fits, Math.max(parsed.scale, 0))) === text;
    return exact && (fits.digits === '0' || fits.digits.length <= precision) ? text : null;
  };
}

/** The shortest digits that are this float, without an exponent. */
function plainDigits(value: number): string {
  const parsed = parseDecimal(String(value));
  return formatDecimal(parsed.scale < 0 ? roundDecimal(parsed, 0) : parsed);
}

/** A column of type JSON has numeric affinity: a JSON number comes back as a number. */
const json: Decode = (raw) => {
  if (typeof raw === 'bigint') return String(raw);
  if (typeof raw === 'number') return Number.isFinite(raw) ? plainDigits(raw) : null;
  if (typeof raw !== 'string') return null;
  return attempt(() => {
    canonicalJson(raw);
    return raw;
  });
};

/** Times finer than the column says do not fit: nothing is rounded in silence. */
function read(type: NeutralType): Decode {
  const canonical = readText(type);
  const finest =
    'precision' in type && type.kind !== 'decimal'
      ? readText({ ...type, precision: 6 } as NeutralType)
      : null;
  return (raw) => {
    if (typeof raw !== 'string' || /\.\d{6}\d*[1-9]/.test(raw)) return null;
    return attempt(() => {
      const text = canonical(raw);
      return finest === null || finest(raw) === text ? text : null;
    });
  };
}

function attempt(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) return null;
    throw error;
  }
}
