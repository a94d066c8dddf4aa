import type { Side } from '../change/change-event.ts';
import { arrayElements, arrayText } from '../values/array-text.ts';
import { type TextCast, textCast } from '../values/cast-table.ts';
import { Misfit } from '../values/misfit.ts';
import { normalText } from '../values/same-value.ts';
import type { Field, StreamSchema } from '../values/stream-schema.ts';
import type { Value } from '../values/value.ts';
import { textList, textType } from './step.ts';
import { StepRefusal } from './step-refusal.ts';

/**
 * The name under which a pair's side stands in a lane's rows: of its one field, or of its several fields
 * joined. Where it has none, it is named after the other side, so that no two are called the same.
 */
export function joinedName(names: readonly string[], other: string): string {
  return names.length === 0 ? `computed for ${other}` : names.join(' + ');
}

/** A stream's fields by their names. Throws TypeError for one that it has not. */
export function fieldsNamed(stream: StreamSchema, names: readonly string[]): Field[] {
  return names.map((name) => {
    const found = stream.fields.find((field) => field.name === name);
    if (!found) throw new TypeError(`${stream.name} has no field ${name}`);
    return found;
  });
}

/** The names of the fields that stand for a side of a lane's pair. */
export function partsOf(
  pair: { left: string; right: string; parts?: Partial<Record<Side, string[]>> | undefined },
  side: Side,
): string[] {
  return pair.parts?.[side] ?? [pair[side]];
}

/** The one field that stands for these: a list of their texts, where they are not just one. */
export function joinedField(fields: readonly Field[], name: string): Field {
  const [only] = fields;
  if (only && fields.length === 1) return only;
  return {
    name,
    nativeType: 'list of fields',
    type: textList,
    nullable: false,
    hasDefault: false,
    readOnly: fields.some((field) => field.readOnly),
    comment: null,
  };
}

/** Makes the list of the fields' texts out of their values. Throws StepRefusal for a field without a text. */
export function gatherFields(fields: readonly Field[]): (values: readonly Value[]) => string {
  const casts = fields.map((field) => castOrRefuse(field, textCast(field.type, textType)));
  return (values) => arrayText(casts.map((cast, at) => convert(cast, values[at] ?? null)));
}

/** Takes the list apart into the fields' values; a part that does not fit its field is a Misfit. */
export function spreadFields(fields: readonly Field[]): (list: string) => Value[] {
  const casts = fields.map((field) => castOrRefuse(field, textCast(textType, field.type)));
  return (list) => {
    const parts = arrayElements(list);
    if (parts.length !== fields.length) {
      throw new Misfit(`it has ${parts.length} parts, and goes to ${fields.length} fields`);
    }
    return casts.map((cast, at) => convert(cast, parts[at] ?? null));
  };
}

/** One text for each value of the joined fields, whatever its spelling; a text that is none stays as it is. */
export function joinedNormal(fields: readonly Field[]): (value: Value) => Value {
  const [only] = fields;
  if (only && fields.length === 1) return normalText(only);
  const [spread, gather] = [spreadFields(fields), gatherFields(fields)];
  const normals = fields.map((field) => normalText(field));
  return (value) => {
    if (value === null) return null;
    try {
      return gather(spread(value).map((part, at) => normals[at]?.(part) ?? null));
    } catch (error) {
      if (error instanceof Misfit) return value;
      throw error;
    }
  };
}

function convert(cast: TextCast, value: Value): Value {
  return value === null ? null : cast.convert(value);
}

function castOrRefuse(field: Field, cast: TextCast | { refused: string }): TextCast {
  if ('refused' in cast) throw new StepRefusal(`${field.name} has no text. ${cast.refused}`);
  return cast;
}
