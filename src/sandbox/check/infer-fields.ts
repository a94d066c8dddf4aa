import ts from '@typescript/typescript6';
import type { CodeField } from '#core/code/code-field.ts';
import type { CodeEntry, CodeForm } from '#core/code/code-form.ts';
import type { CodeProgram } from '#core/code/code-program.ts';
import { exportOf } from './export-of.ts';
import { functionOf, returnsOf } from './function-of.ts';
import { neutralTypeOf } from './neutral-type-of.ts';
import { typeProgram } from './type-program.ts';

/** The function that makes records; the other forms make none of their own. */
const makers: Partial<Record<CodeForm, CodeEntry>> = {
  transform: 'transform',
  lens: 'forward',
  batch: 'batch',
};

/**
 * The fields of the records that a program's function returns, whatever the node declares: by the
 * types of what stands behind its `return`s. A field that some of them leave out may be null. Null
 * where the form makes no records, or the types do not tell.
 * @param library declarations of the module `syncline`.
 */
export function inferFields(program: CodeProgram, library: string): CodeField[] | null {
  const entry = makers[program.form];
  if (!entry) return null;
  const { checker, node } = typeProgram(program, library);
  const declaration = exportOf(checker, node, entry);
  const maker = declaration && functionOf(declaration);
  if (!maker) return null;
  const records = returnsOf(maker).flatMap((value) =>
    recordsIn(checker, checker.getTypeAtLocation(value), maker),
  );
  if (records.length === 0) return null;
  const made = new Set(records.flatMap((record) => record.getProperties().map(({ name }) => name)));
  // Those that it is given stay in their order, before what it makes.
  const given = program.input.map(({ name }) => name).filter((name) => made.has(name));
  const names = [...new Set([...given, ...made])];
  const known = new Map([...program.input, ...program.output].map((field) => [field.name, field.type]));
  return names.map((name) => {
    const types = records.map((record) => {
      const property = record.getProperty(name);
      return property && checker.getTypeOfSymbolAtLocation(property, maker);
    });
    const there = types.filter((type) => type !== undefined);
    const { type, nullable } = neutralTypeOf(checker, there, known.get(name));
    return { name, type, nullable: nullable || there.length < types.length };
  });
}

/** The object types in a type: of its members, of lists' elements, of what promises come to. */
function recordsIn(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): ts.Type[] {
  if (type.isUnion()) return type.types.flatMap((each) => recordsIn(checker, each, at));
  const awaited = checker.getAwaitedType(type);
  if (awaited && awaited !== type) return recordsIn(checker, awaited, at);
  if (checker.isArrayType(type) || checker.isTupleType(type)) {
    return checker.getTypeArguments(type as ts.TypeReference).flatMap((each) => recordsIn(checker, each, at));
  }
  return type.flags & ts.TypeFlags.Object ? [type] : [];
}
