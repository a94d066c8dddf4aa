import { SyncError } from '#core/errors/sync-error.ts';
import {
  formatDecimal,
  normalDecimal,
  parseDecimal,
  roundDecimal,
  specialNumber,
  type WholeKind,
  wholeRanges,
} from '#core/values/decimal-text.ts';
import { canonicalJson } from '#core/values/json-text.ts';
import { Misfit } from '#core/values/misfit.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { readText } from '#core/values/read-text.ts';
import type { Value } from '#core/values/value.ts';
import { parseSqlLiteral, type Raw } from './sqlite-literal.ts';

type Encode = (text: string) => Exclude<Raw, null>;

/**
 * A canonical text as the value that a column of this type is given. SQLite itself refuses next to nothing,
 * so what does not fit the declared type, or would not be stored exactly, is refused here.
 *
 * @throws SyncError `VALUE_INVALID`.
 */
export function encoder(field: string, type: NeutralType): (value: Value) => Raw {
  const encode = fitting(type);
  return (value) => {
    if (value === null) return null;
    try {
      if (value.startsWith(MISFIT_MARK)) return literal(value.slice(MISFIT_MARK.length));
      return encode(value);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
      throw new SyncError('VALUE_INVALID', `"${shown}" does not fit ${field}: ${error.message}.`, {
        at: { field, constraint: null },
        cause: error,
      });
    }
  };
}

/** What was no value of its type in another SQLite file stays what it was there. */
const literal: Encode = (text) => parseSqlLiteral(text) ?? refuse('it begins with a NUL');

function fitting(type: NeutralType): Encode {
  switch (type.kind) {
    case 'boolean':
      return (text) => (text === 't' ? 1n : text === 'f' ? 0n : refuse('it is neither true nor false'));
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint64':
      return whole(type.kind);
    case 'float32':
    case 'float64':
      return float(type.kind === 'float32' ? 32 : 64);
    case 'decimal':
      return decimal(type);
    case 'bytes':
      return bytes;
    case 'json':
      return json;
    case 'text':
      // A length is declared and not kept to: what one file holds another one takes.
      return (text) => text;
    case 'native':
      return (text) => parseSqlLiteral(text) ?? refuse('it is no literal of SQLite');
    case 'timestamptz': {
      const canonical = readText(type);
      // SQLite's own functions read an offset with minutes only.
      return (text) => canonical(text).replace(/\+00(?=$| )/, '+00:00');
    }
    default:
      return readText(type);
  }
}

function whole(kind: WholeKind): Encode {
  const [least, most] = wholeRanges[kind === 'uint64' ? 'int64' : kind];
  return (text) => {
    if (!/^-?\d+$/.test(text)) refuse('it is not a whole number');
    const value = BigInt(text);
    return value >= least && value <= most ? value : refuse('it is out of range');
  };
}

function float(bits: 32 | 64): Encode {
  return (text) => {
    const special = specialNumber(text);
    // SQLite stores NULL in the place of NaN.
    if (special === 'NaN') refuse('SQLite has no NaN');
    if (special !== null) return special === 'Infinity' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    parseDecimal(text);
    const value = bits === 32 ? Math.fround(Number(text)) : Number(text);
    return Number.isFinite(value) ? value : refuse('it is out of range');
  };
}

/** Whole numbers are stored as such, others as floats, where that is exact: SQLite has no decimal. */
function decimal({ precision, scale = 0 }: { precision?: number; scale?: number }): Encode {
  return (text) => {
    if (specialNumber(text) !== null) refuse('SQLite’s numbers hold no NaN and no infinity');
    const parsed = parseDecimal(text);
    if (precision !== undefined) {
      const fits = roundDecimal(parsed, scale);
      if (normalDecimal(formatDecimal(fits)) !== normalDecimal(text))
        refuse(`it has more than ${scale} digits after the point`);
      if (fits.digits !== '0' && fits.digits.length > precision)
        refuse(`it has more than ${precision} digits`);
    }
    return exactNumber(text);
  };
}

function exactNumber(text: string): bigint | number {
  const plain = formatDecimal(parseDecimal(text));
  const normal = plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
  const [least, most] = wholeRanges.int64;
  if (!normal.includes('.')) {
    const value = BigInt(normal);
    if (value >= least && value <= most) return value;
  }
  const value = Number(text);
  if (Number.isFinite(value) && normalDecimal(String(value)) === normalDecimal(text)) return value;
  return refuse('SQLite would round it, since it keeps numbers as 64-bit floats');
}

const bytes: Encode = (text) => {
  const canonical = readText({ kind: 'bytes' })(text);
  return new Uint8Array(Buffer.from(canonical.slice(2), 'hex'));
};

/** Numeric affinity would take a JSON number for a number: then it must be one that is exact. */
const json: Encode = (text) => {
  canonicalJson(text);
  return /^\s*-?\d/.test(text) ? exactNumber(text.trim()) : text;
};

function refuse(reason: string): never {
  throw new Misfit(reason);
}
