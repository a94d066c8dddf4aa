import type { MaskedValue } from '#core/masking/shown-value.ts';
import type { Value } from '#core/values/value.ts';

/** Numbers the masked values of one record, so that equal ones can be told to be equal. */
export class ValueNumbers {
  readonly #numbers = new Map<string, number>();

  /** @param field only values of the same field are told to be equal */
  of(field: string, value: Value): MaskedValue {
    const name = JSON.stringify([field, value]);
    const number = this.#numbers.get(name) ?? this.#numbers.size + 1;
    this.#numbers.set(name, number);
    return { masked: number };
  }
}
