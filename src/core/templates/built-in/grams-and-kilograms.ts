import type { CodeField } from '../../code/code-field.ts';
import type { BuiltIn } from './built-in.ts';

const exact = (name: string, scale: number): CodeField => ({
  name,
  type: { kind: 'decimal', precision: 18, scale },
  nullable: true,
});
const output = [exact('weight_kg', 3)];

export const gramsAndKilograms: BuiltIn = {
  id: 'grams-and-kilograms',
  name: 'Convert a unit',
  description: 'Grams on one side, kilograms on the other, exactly; both ways',
  input: [exact('weight_g', 0)],
  output,
  node: {
    form: 'lens',
    fields: [...output],
    source: `import { decimal } from 'syncline';

/** Grams in a kilogram, and the digits that a kilogram needs behind its point. */
const factor = 1000;
const digits = 3;

export function forward(record: Input): Output {
  const { weight_g, ...others } = record;
  return { ...others, weight_kg: weight_g === null ? null : decimal.div(weight_g, factor, digits) };
}

export function backward(record: Output): Partial<Input> {
  const { weight_kg, ...others } = record;
  return { ...others, weight_g: weight_kg === null ? null : decimal.round(decimal.mul(weight_kg, factor)) };
}
`,
    cases: [
      {
        name: 'grams to kilograms',
        entry: 'forward',
        input: { weight_g: '1250' },
        expect: { kind: 'records', rows: [{ weight_kg: '1.250' }] },
      },
      {
        name: 'and back',
        entry: 'backward',
        input: { weight_kg: '0.005' },
        expect: { kind: 'records', rows: [{ weight_g: '5' }] },
      },
      {
        name: 'no weight is none',
        entry: 'forward',
        input: { weight_g: null },
        expect: { kind: 'records', rows: [{ weight_kg: null }] },
      },
    ],
  },
};
