import { type Step, type StepInput, textType } from '../../transform/step.ts';
import { Misfit } from '../../values/misfit.ts';

/** What a step over texts is compiled against. */
export const step: StepInput = { type: textType, fields: [], first: true, strict: false };

/** Takes a step of the no-code mappings, so that both spell alike. Throws an error that names what was wanted. */
export function run<V extends string | null>(
  { convert }: Step,
  value: V,
  wanted: string,
): string | Extract<V, null> {
  if (value === null) return null as Extract<V, null>;
  try {
    return convert(value) as string;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
    throw new RangeError(`"${shown}" is no ${wanted}: ${error.message}.`);
  }
}
