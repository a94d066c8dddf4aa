import { type StepChain, stepChain } from '#core/transform/step-chain.ts';
import { PairTransform, type Transform } from '#core/transform/transform.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { fieldOf } from './value-fixtures.ts';

/** A step as a flow's file has it: defaults may be left out. */
export type GivenStep = { kind: Transform['kind'] } & Record<string, unknown>;

const text: NeutralType = { kind: 'text' };

/** Compiles steps as a pair with one field of this type does, or with several texts where more names are given. */
export function chainOf(
  steps: GivenStep[],
  type: NeutralType = text,
  strict = false,
  names = ['value'],
): StepChain {
  const fields = names.map((name) => fieldOf(type, { name }));
  const incoming: NeutralType = names.length === 1 ? type : { kind: 'array', of: text };
  return stepChain(PairTransform.parse({ forward: steps }).forward ?? [], incoming, fields, strict);
}

/** The way back of steps that have one. */
export function wayBack(chain: StepChain): (value: string | null) => string | null | undefined {
  if ('none' in chain.back) throw new Error(chain.back.none);
  return chain.back.convert;
}
