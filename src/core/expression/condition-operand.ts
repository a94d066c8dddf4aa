import { specialNumber } from '../values/decimal-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { readText } from '../values/read-text.ts';

/**
 * Reads what a person typed as a value of a condition: the canonical text, by which it is compared.
 * Throws Misfit, with the reason as a clause.
 */
export function readOperand(type: NeutralType, typed: string): string {
  switch (type.kind) {
    case 'decimal': {
      const value = readText({ kind: 'decimal' })(typed);
      if (specialNumber(value) !== null) throw new Misfit('it is not a finite number');
      return value;
    }
    case 'timestamp':
    case 'timestamptz':
    case 'time':
      return readText({ kind: type.kind, precision: 6 })(typed);
    case 'text':
    case 'native':
    case 'json':
      return typed;
    default:
      return readText(type)(typed);
  }
}
