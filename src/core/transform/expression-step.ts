import { compileExpression } from '../expression/compile-expression.ts';
import { ExpressionProblem } from '../expression/expression-problem.ts';
import { arrayElements } from '../values/array-text.ts';
import { readText } from '../values/read-text.ts';
import type { Field } from '../values/stream-schema.ts';
import type { Row } from '../values/value.ts';
import { type Step, type StepInput, type StepValue, textList } from './step.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

/** A computed value: of the pair's fields by their names, or of `value` behind another step. */
export function expressionStep(
  { text }: TransformOf<'expression'>,
  { type, fields, first }: StepInput,
): Step {
  const several = first && fields.length !== 1;
  const named = first ? fields : [valueField(type)];
  const reads = named.map((field) => (several ? readText(field.type) : null));
  try {
    const compiled = compileExpression(named, text);
    return {
      takes: several ? textList : type,
      gives: compiled.type,
      convert: (value) => compiled.evaluate(rowOf(value)),
      back: { none: 'a computed value does not say what it was computed from' },
    };
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    const place = error.from === 0 && error.to >= text.length ? '' : ` (at character ${error.from + 1})`;
    throw new StepRefusal(`${error.message.replace(/\.$/, '')}${place}.`, error.remedy);
  }

  function rowOf(value: StepValue): Row {
    const [only] = named;
    if (!several) return only ? { [only.name]: value ?? null } : {};
    const parts = arrayElements(value ?? '{}');
    return Object.fromEntries(
      named.map((field, at) => {
        const part = parts[at] ?? null;
        return [field.name, part === null ? null : (reads[at]?.(part) ?? null)];
      }),
    );
  }
}

function valueField(type: Field['type']): Field {
  return {
    name: 'value',
    nativeType: '',
    type,
    nullable: true,
    hasDefault: false,
    readOnly: false,
    comment: null,
  };
}
