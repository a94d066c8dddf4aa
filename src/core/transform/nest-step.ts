import { jsonAt } from '../values/json-at.ts';
import { canonicalJson } from '../values/json-text.ts';
import { Misfit } from '../values/misfit.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import { isNumberType } from '../values/number-cast-kind.ts';
import { jsonValue } from './path-step.ts';
import { keepingNull, type Step, type StepInput, textType } from './step.ts';
import type { TransformOf } from './transform.ts';

/** A JSON document that holds the value at a place; read back from there if it holds nothing else. */
export function nestStep({ path }: TransformOf<'nest'>, { type }: StepInput): Step {
  const as = isNumberType(type)
    ? 'number'
    : type.kind === 'boolean' || type.kind === 'json'
      ? type.kind
      : type.kind === 'array'
        ? 'json'
        : 'text';
  const takes: NeutralType = as === 'json' ? { kind: 'json' } : as === 'text' ? textType : type;
  const document = (spelled: string) =>
    path.reduceRight((inner, key) => `{${JSON.stringify(key)}: ${inner}}`, spelled);
  return {
    takes,
    gives: { kind: 'json' },
    convert: keepingNull((value) => document(spell(value, as))),
    back: {
      convert: keepingNull((json) => {
        const found = jsonAt(json, path);
        if (found === null) throw new Misfit(`nothing stands at ${path.join('.')}`);
        if (canonicalJson(document(found)) !== canonicalJson(json)) {
          throw new Misfit(`it holds more than what stands at ${path.join('.')}`);
        }
        if (found === 'null') throw new Misfit('JSON null stands there');
        return jsonValue(found, as);
      }),
    },
  };
}

function spell(value: string, as: TransformOf<'path'>['as']): string {
  if (as === 'text') return JSON.stringify(value);
  if (as === 'boolean') return value === 't' ? 'true' : 'false';
  if (as === 'number' && !/^-?\d/.test(value)) throw new Misfit('JSON has no such number');
  return value;
}
