import { fitDecimal, fitWhole } from './decimal-text.ts';
import { floatText } from './float-text.ts';
import { isWhole, type NumberType } from './number-cast-kind.ts';

/** Brings a number's text into a number type, rounding where it must. Throws Misfit. */
export function fitNumber(to: NumberType): (text: string) => string {
  if (isWhole(to)) return (text) => fitWhole(text, to.kind);
  if (to.kind !== 'decimal') return (text) => floatText(text, to.kind === 'float32' ? 32 : 64);
  return (text) => fitDecimal(text, to.precision, to.scale ?? 0);
}
