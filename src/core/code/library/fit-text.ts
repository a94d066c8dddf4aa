import { fitNumber } from '../../values/fit-number.ts';
import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { isNumberType, isWhole } from '../../values/number-cast-kind.ts';
import { fitLength } from '../../values/read-text.ts';
import { fitMoment, fitTime } from '../../values/time-text.ts';
import { bytesToUuid, uuidToBytes } from '../../values/uuid-bytes.ts';

/**
 * A canonical text of some type brought into another one, as the casts do that go by the target alone.
 * Throws Misfit for a value that does not fit.
 *
 * @param truth it is a truth value.
 */
export function fitText(text: string, to: NeutralType, truth: boolean): string {
  if (truth) {
    if (to.kind === 'text') return fitLength(text === 't' ? 'true' : 'false', to.max);
    if (!isWhole(to)) throw new Misfit(`no truth value is brought into ${to.kind}`);
    return text === 't' ? '1' : '0';
  }
  if (isNumberType(to)) return fitNumber(to)(text);
  switch (to.kind) {
    case 'boolean':
      if (text !== '1' && text !== '0') throw new Misfit('it is neither 0 nor 1');
      return text === '1' ? 't' : 'f';
    case 'text':
      return fitLength(text, to.max);
    case 'time':
      return fitTime(text, to.precision);
    case 'date':
      return fitMoment(text, 'date', 0);
    case 'timestamp':
    case 'timestamptz':
      return fitMoment(text, to.kind, to.precision);
    case 'uuid':
      return bytesToUuid(text);
    case 'bytes':
      return uuidToBytes(text);
    default:
      throw new Misfit(`nothing is brought into ${to.kind}`);
  }
}
