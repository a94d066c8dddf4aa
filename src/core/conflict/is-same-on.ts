import type { Side } from '../change/change-event.ts';
import type { Value } from '../values/value.ts';
import type { DecideField } from './decision.ts';

/** Are these two values of a pair's field on one side the same, however they are spelled? Mostly their texts tell. */
export function isSameOn(field: Pick<DecideField, 'normal'>, side: Side, one: Value, other: Value): boolean {
  return one === other || field.normal[side](one) === field.normal[side](other);
}
