import type { Side } from '#core/change/change-event.ts';
import type { Value } from '#core/values/value.ts';
import type { CompiledField } from '../plan/compiled-lane.ts';
import { failureOf, isFailed } from './failed-value.ts';

/** A pair of a lane with code: carrying what code failed to make fails with the code's own reason. */
export function failingField(field: CompiledField): CompiledField {
  const to = (side: Side) => (value: Value) => {
    if (isFailed(value)) throw failureOf(value);
    return field.to[side](value);
  };
  return {
    ...field,
    to: { left: to('left'), right: to('right') },
    same: (left, right) => !isFailed(left) && !isFailed(right) && field.same(left, right),
  };
}
