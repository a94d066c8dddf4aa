import { decimalType, textList, textType } from '../../transform/step.ts';
import type { Transform, TransformKind, TransformOf } from '../../transform/transform.ts';
import { describeType } from '../../values/describe-type.ts';
import { plainJson, textCode } from './literal-code.ts';
import { NotInCode } from './not-in-code.ts';
import {
  emptyDefaults,
  labelsOf,
  listOf,
  lookupCode,
  numberForm,
  type StepPlace,
  scaleCode,
  templateName,
} from './step-code.ts';
import { called, type ValueCode } from './value-code.ts';

type Writer<K extends TransformKind> = (
  settings: TransformOf<K>,
  value: ValueCode,
  place: StepPlace,
) => ValueCode;

/** Writes the way back of a step in code; the value is of the type that the step gives. Throws NotInCode where there is none. */
export function stepBackCode(settings: Transform, value: ValueCode, place: StepPlace): ValueCode {
  const write = writers[settings.kind] as Writer<TransformKind> | undefined;
  if (!write || 'none' in place.step.back) throw new NotInCode('a step of it leads one way only');
  return write(settings as never, value, place);
}

const writers: { [K in TransformKind]?: Writer<K> } = {
  split: ({ separator }, value) =>
    called(listOf(value), 'step.join', textType, textCode(separator), '{ splittable: true }'),
  join: ({ separator }, value) =>
    called(value, 'step.split', textList, textCode(separator), "{ empty: 'null' }"),
  template: (settings, value, place) => {
    const read = `${templateName(settings, place)}.read(${value.code})`;
    const several = place.step.takes.kind === 'array';
    const made = { type: place.step.takes, nullable: !several };
    return several ? { code: read, length: place.names.length, ...made } : { code: `${read}[0]`, ...made };
  },
  lookup: (settings, value, place) => {
    const to = new Set(settings.entries.map(([from]) => from));
    return {
      code: `${lookupCode(settings, place)}.from(${value.code})`,
      type: textType,
      ...(settings.unmatched === 'fail' ? { labels: labelsOf([...to]) } : {}),
      nullable: to.has(null) || value.nullable,
    };
  },
  'read-number': (form, value) => called(value, 'step.formatNumber', textType, ...numberForm(form)),
  'format-number': ({ digits: _, ...form }, value) =>
    called(value, 'step.readNumber', decimalType, ...numberForm({ ...form })),
  'read-date': ({ format }, value) =>
    called(value, 'step.formatDate', textType, textCode(format), '{ reversible: true }'),
  'format-date': ({ format }, value, { step }) =>
    called(value, 'step.readDate', step.takes, textCode(format), textCode(step.takes.kind)),
  empty: ({ kind: _, ...states }, value) => {
    const told = Object.entries(states).filter(
      ([state, to]) => to !== emptyDefaults[state as keyof typeof states],
    );
    const rest = told.length === 0 ? [] : [plainJson(Object.fromEntries(told))];
    return { ...called(value, 'step.emptyBack', value.type, ...rest), nullable: true };
  },
  scale: (settings, value) => called(value, 'step.scale', decimalType, scaleCode(settings, true)),
  unit: ({ from, to }, value) => called(value, 'step.unit', decimalType, textCode(to), textCode(from)),
  nest: ({ path }, value, { step }) => ({
    ...called(value, 'json.unnest', step.takes, plainJson(path), ...unnestedType(step.takes)),
  }),
};

function unnestedType(takes: ValueCode['type']): string[] {
  return takes.kind === 'text' ? [] : [textCode(describeType(takes))];
}
