import { type TextCast, textCast } from '../../values/cast-table.ts';
import { describeType } from '../../values/describe-type.ts';
import { Misfit } from '../../values/misfit.ts';
import type { NeutralType } from '../../values/neutral-type.ts';
import { isFloat, isNumberType, isWhole, type NumberType } from '../../values/number-cast-kind.ts';
import { literalCode, textCode } from './literal-code.ts';
import { NotInCode } from './not-in-code.ts';
import { called, inline, type ValueCode } from './value-code.ts';

/**
 * The cast of a value to a type, in code; as the engine has it over canonical texts (`textCast`).
 * Throws NotInCode where there is none, or code does not see what it goes by.
 */
export function castCode(value: ValueCode, to: NeutralType): ValueCode {
  const cast = textCast(value.type, to);
  if ('refused' in cast) throw new NotInCode(cast.refused);
  if (value.constant !== undefined) return constantCode(value.constant, to, cast);
  if (cast.kind === 'identity') return { ...value, type: to };
  const { type: from } = value;
  const byLibrary = () => called(value, 'convert.fit', to, textCode(describeType(to)));
  if (listed(from) || listed(to)) {
    throw new NotInCode(`it goes by how ${describeType(listed(from) ? from : to)} is spelled`);
  }
  if (isNumberType(from) && isNumberType(to)) return numberCode(value, from, to) ?? byLibrary();
  if (to.kind === 'enum') {
    const { labels } = value;
    const fits = labels?.every((label) => to.values.includes(label));
    if (fits || (from.kind === 'enum' && cast.kind !== 'narrowing')) return { ...value, type: to };
    return called(value, 'convert.oneOf', to, `[${to.values.map(textCode).join(', ')}]`);
  }
  if (to.kind === 'text') return toText(value, to, cast);
  if (from.kind === 'text') return called(value, 'convert.read', to, textCode(describeType(to)));
  if (from.kind === 'boolean' && isWhole(to)) {
    const [one, none] = to.kind === 'int64' || to.kind === 'uint64' ? ['1n', '0n'] : ['1', '0'];
    if (!value.nullable) return inline(value, (code) => `${code} ? ${one} : ${none}`, to) ?? byLibrary();
    return byLibrary();
  }
  const same = from.kind === to.kind && cast.kind === 'widening';
  if (same || (from.kind === 'time' && to.kind === 'interval')) return { ...value, type: to };
  return byLibrary();
}

function listed({ kind }: NeutralType): boolean {
  return kind === 'json' || kind === 'array';
}

function constantCode(constant: string | null, to: NeutralType, cast: TextCast): ValueCode {
  try {
    const there = constant === null ? null : cast.convert(constant);
    return { code: literalCode(there, to), type: to, nullable: there === null, constant: there };
  } catch (error) {
    if (error instanceof Misfit) throw new NotInCode(`what it always gives does not fit: ${error.message}`);
    throw error;
  }
}

/** Where code can do it by itself; null where the library does it. */
function numberCode(value: ValueCode, from: NumberType, to: NumberType): ValueCode | null {
  const small = (type: NumberType) => type.kind === 'int16' || type.kind === 'int32';
  if (from.kind === 'int16' && (small(to) || isFloat(to))) return { ...value, type: to };
  if (from.kind === 'int32' && to.kind === 'float64') return { ...value, type: to };
  if (from.kind === 'float32' && to.kind === 'float64') return { ...value, type: to };
  if (from.kind === 'decimal' && to.kind === 'decimal' && to.precision === undefined) {
    return { ...value, type: to };
  }
  if (small(from) && to.kind === 'int64') return inline(value, (code) => `BigInt(${code})`, to);
  if (isWhole(from) && to.kind === 'decimal' && to.precision === undefined) {
    return inline(value, (code) => `String(${code})`, to);
  }
  return null;
}

function toText(value: ValueCode, to: NeutralType & { kind: 'text' }, cast: TextCast): ValueCode {
  const { type: from } = value;
  const written =
    from.kind === 'boolean' || isWhole(from)
      ? (inline(value, (code) => `String(${code})`, to) ?? called(value, 'convert.text', to))
      : isFloat(from)
        ? called(value, 'convert.text', to, ...(from.kind === 'float32' ? [textCode(from.kind)] : []))
        : { ...value, type: to };
  return cast.kind === 'narrowing' ? called(written, 'convert.fit', to, textCode(describeType(to))) : written;
}
