import { joinedField } from '#core/transform/joined-fields.ts';
import { stepChain } from '#core/transform/step-chain.ts';
import { StepRefusal } from '#core/transform/step-refusal.ts';
import type { Transform } from '#core/transform/transform.ts';
import { describeType } from '#core/values/describe-type.ts';
import type { Field } from '#core/values/stream-schema.ts';

/**
 * What a step can name: the first one the pair's fields, a later one `value`, which is what the steps
 * before it give. Nothing where those cannot be taken.
 */
export function fieldsAtStep(steps: readonly Transform[], at: number, fields: readonly Field[]): Field[] {
  if (at === 0) return [...fields];
  try {
    const { gives } = stepChain(steps.slice(0, at), joinedField(fields, 'value').type, fields, false);
    return [
      {
        name: 'value',
        nativeType: describeType(gives),
        type: gives,
        nullable: true,
        hasDefault: false,
        readOnly: false,
        comment: null,
      },
    ];
  } catch (error) {
    if (error instanceof StepRefusal) return [];
    throw error;
  }
}
