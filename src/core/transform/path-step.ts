import { formatDecimal, parseDecimal, roundDecimal } from '../values/decimal-text.ts';
import { jsonAt } from '../values/json-at.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { decimalType, type Step, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

const types: Record<TransformOf<'path'>['as'], NeutralType> = {
  text: textType,
  number: decimalType,
  boolean: { kind: 'boolean' },
  json: { kind: 'json' },
};

/** What stands at a place of a JSON document; absent where it leads nowhere, null for JSON's null. */
export function pathStep({ path, as }: TransformOf<'path'>): Step {
  return {
    takes: { kind: 'json' },
    gives: types[as],
    convert: (document) => {
      if (document === null || document === undefined) return document;
      const found = jsonAt(document, path);
      if (found === null) return undefined;
      return found === 'null' ? null : jsonValue(found, as);
    },
    back: { none: 'the rest of the document is not known any more' },
  };
}

/** A JSON value's spelling as a value of the kind. Throws Misfit. */
export function jsonValue(spelled: string, as: TransformOf<'path'>['as']): string {
  if (as === 'json') return spelled;
  const kind = kindOf(spelled);
  if (as === 'text' && kind !== 'json') return kind === 'text' ? JSON.parse(spelled) : spelled;
  if (kind !== as) throw new Misfit(`a JSON ${kind === 'json' ? 'list or object' : kind} stands there`);
  if (as === 'boolean') return spelled === 'true' ? 't' : 'f';
  const number = parseDecimal(spelled);
  return formatDecimal(number.scale < 0 ? roundDecimal(number, 0) : number);
}

function kindOf(spelled: string): TransformOf<'path'>['as'] {
  if (spelled.startsWith('"')) return 'text';
  if (spelled === 'true' || spelled === 'false') return 'boolean';
  return /^[-\d]/.test(spelled) ? 'number' : 'json';
}
