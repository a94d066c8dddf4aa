import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Value } from '#core/values/value.ts';
import { decoder } from './sqlite-decode-value.ts';
import { encoder } from './sqlite-encode-value.ts';
import { type Raw, sqlLiteral } from './sqlite-literal.ts';
import { neutralType } from './sqlite-neutral-type.ts';

/** How a column's values become texts, and texts its values. */
export type ColumnCodec = {
  type: NeutralType;
  decode(raw: Raw): Value;
  /** Throws SyncError `VALUE_INVALID`. */
  encode(value: Value): Raw;
};

/**
 * @param declared the column's type as it was declared.
 * @param inKey a key that is spelled otherwise than we would spell it could not be found by its text: it does not fit.
 */
export function columnCodec(field: string, declared: string, inKey: boolean): ColumnCodec {
  const type = neutralType(declared);
  const decode = decoder(type);
  const encode = encoder(field, type);
  if (!inKey || type.kind === 'native') return { type, decode, encode };
  return {
    type,
    encode,
    decode(raw) {
      const value = decode(raw);
      if (typeof raw !== 'string' || value === null || value === raw || value.startsWith(MISFIT_MARK))
        return value;
      return encode(value) === raw ? value : MISFIT_MARK + sqlLiteral(raw);
    },
  };
}
