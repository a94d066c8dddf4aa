import { propertyName, propertyOf } from '../property-name.ts';
import { broken } from './call-parts.ts';
import type { Hoisted } from './hoisted.ts';
import type { PairCode } from './pair-code.ts';
import { isPlain, operand, type ValueCode } from './value-code.ts';

/** One function of the module: what it does, or gives field by field. */
export type SourceFunction = { head: string; body: string } | RecordFunction;

export type RecordFunction = {
  /** `export function forward(record: Input): Output`. */
  head: string;
  /** Fields that it hands on as they are. */
  passing: readonly string[];
  pairs: readonly PairCode[];
};

/** Parts of the standard library that are called. */
const library = ['convert', 'email', 'json', 'phone', 'step', 'text'];
const callOf = (name: string) => new RegExp(`(?<![\\w.'"])${name}\\.\\w+[<(]`);

/** The module: what it imports, its constants, its functions. */
export function ejectSource(functions: readonly SourceFunction[], hoisted: Hoisted): string {
  const bodies = functions.map(functionCode);
  const constants = hoisted.lines();
  const used = library.filter((name) => [...constants, ...bodies].some((code) => callOf(name).test(code)));
  const parts = [
    ...(used.length > 0 ? [`import { ${used.join(', ')} } from 'syncline';`] : []),
    ...(constants.length > 0 ? [constants.join('\n')] : []),
    ...bodies,
  ];
  return `${parts.join('\n\n')}\n`;
}

function functionCode(made: SourceFunction): string {
  if ('body' in made) return `${made.head} {\n${made.body}\n}`;
  const { head, passing, pairs } = made;
  const before = pairs.flatMap((pair) => pair.before.map((line) => `  ${line}\n`)).join('');
  const fields = [
    ...passing.map((name) => `    ${propertyName(name)}: ${propertyOf('record', name)},\n`),
    ...pairs.flatMap(({ values }) =>
      values.map(({ property, field, value }) => {
        const name = propertyName(property);
        const code = asserted(value, field);
        return code === name ? `    ${name},\n` : `    ${name}: ${broken(code, `    ${name}: ,`, '    ')},\n`;
      }),
    ),
  ];
  return `${head} {\n${before}  return {\n${fields.join('')}  };\n}`;
}

/** Where the field may not be null and the value may: the record fails then, as it does in the mapping. */
function asserted(value: ValueCode, field: { nullable: boolean }): string {
  if (field.nullable || !value.nullable) return value.code;
  return isPlain(value) ? `${value.code}!` : `${operand(value)}!`;
}
