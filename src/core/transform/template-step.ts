import { arrayElements, arrayText } from '../values/array-text.ts';
import { Misfit } from '../values/misfit.ts';
import { type Step, type StepInput, type StepValue, textList, textType } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import { type TemplatePart, templateParts } from './template-parts.ts';
import type { TransformOf } from './transform.ts';

/**
 * Fields in a text. It can be read back where every field stands in it once and text stands between any two:
 * a field then ends where the text behind it begins, and one that holds that text itself is refused.
 * Null is written as nothing, and nothing is read as null.
 */
export function templateStep({ text }: TransformOf<'template'>, input: StepInput): Step {
  const parts = templateParts(text);
  const several = input.first && input.fields.length !== 1;
  const names = input.first ? input.fields.map((field) => field.name) : ['value'];
  for (const part of parts) if ('field' in part) checkName(part.field, names);
  const valuesOf = (value: StepValue) => (several ? arrayElements(value ?? '{}') : [value ?? null]);
  const write = (values: readonly StepValue[]) =>
    parts.map((part) => ('text' in part ? part.text : (values[names.indexOf(part.field)] ?? ''))).join('');
  const none = whyNotBack(parts, names);
  const read = (written: string) => readParts(parts, names, written);
  return {
    takes: several ? textList : textType,
    gives: textType,
    convert: (value) => {
      const values = valuesOf(value);
      if (names.length > 0 && values.every((each) => each === null)) return null;
      const written = write(values);
      if (input.strict && !none && read(written).some((each, at) => each !== (values[at] || null))) {
        throw new Misfit('it could not be read out of the template again');
      }
      return written;
    },
    back: none
      ? { none }
      : {
          convert: (value) => {
            if (value === null || value === undefined)
              return several ? arrayText(names.map(() => null)) : null;
            const values = read(value);
            return several ? arrayText(values) : (values[0] ?? null);
          },
        },
  };
}

function checkName(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const known = names.length === 0 ? 'none' : names.join(', ');
  throw new StepRefusal(
    `The template names "${name}", and the pair has ${known}.`,
    `Add ${name} to the pair's fields (also), or take it out of the template.`,
  );
}

function whyNotBack(parts: readonly TemplatePart[], names: readonly string[]): string | null {
  const named = parts.flatMap((part) => ('field' in part ? [part.field] : []));
  if (names.length === 0) return 'no field is in the template';
  const missing = names.find((name) => !named.includes(name));
  if (missing !== undefined) return `${missing} is not in the template`;
  if (named.length > names.length) return 'a field is in the template twice';
  const touching = parts.some((part, at) => 'field' in part && at > 0 && 'field' in (parts[at - 1] ?? part));
  return touching ? 'nothing stands between two of its fields' : null;
}

function readParts(
  parts: readonly TemplatePart[],
  names: readonly string[],
  written: string,
): (string | null)[] {
  const values: (string | null)[] = names.map(() => null);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if ('text' in part) {
      if (!written.startsWith(part.text, at))
        throw new Misfit(`it does not hold ${JSON.stringify(part.text)} there`);
      at += part.text.length;
      continue;
    }
    const next = parts[index + 1];
    const end =
      next && 'text' in next ? endOf(written, at, next.text, index + 2 === parts.length) : written.length;
    if (end < 0)
      throw new Misfit(`it does not hold ${JSON.stringify(next && 'text' in next ? next.text : '')}`);
    const value = written.slice(at, end);
    values[names.indexOf(part.field)] = value === '' ? null : value;
    at = end;
  }
  if (at !== written.length) throw new Misfit('it goes on after the end of the template');
  return values;
}

/** Where the text begins that ends a field; the template's last text must end the whole. */
function endOf(written: string, from: number, text: string, last: boolean): number {
  if (!last) return written.indexOf(text, from);
  return written.endsWith(text) && written.length - text.length >= from ? written.length - text.length : -1;
}
