import ts from '@typescript/typescript6';
import { codeType } from '#core/code/code-type.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';

type Found = { type: NeutralType; nullable: boolean };

/**
 * The neutral type of values of these TypeScript types.
 * @param known the type of a field of the same name: it stands where code sees it as the same.
 */
export function neutralTypeOf(
  checker: ts.TypeChecker,
  types: readonly ts.Type[],
  known: NeutralType | undefined,
): Found {
  const members = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void;
  const values = members.filter(({ flags }) => !(flags & nothing));
  const nullable = values.length < members.length;
  const found = typeOfValues(checker, values);
  const same = known && base(known) === base(found) && !(found.kind === 'enum' && known.kind !== 'enum');
  return { type: same && !isOtherEnum(found, known) ? known : found, nullable };
}

/** What code sees of a type, aliases of texts aside. */
function base(type: NeutralType): string {
  if (type.kind === 'array') return `${base(type.of)}[]`;
  const { typescript } = codeType(type);
  const same = ['boolean', 'number', 'bigint', 'Json'];
  return same.includes(typescript) ? typescript : 'string';
}

function isOtherEnum(found: NeutralType, known: NeutralType): boolean {
  if (found.kind !== 'enum' || known.kind !== 'enum') return false;
  return found.values.some((label) => !known.values.includes(label));
}

function typeOfValues(checker: ts.TypeChecker, types: readonly ts.Type[]): NeutralType {
  const all = (flags: ts.TypeFlags) => types.length > 0 && types.every((type) => type.flags & flags);
  if (all(ts.TypeFlags.BooleanLike)) return { kind: 'boolean' };
  if (all(ts.TypeFlags.NumberLike)) return { kind: 'float64' };
  if (all(ts.TypeFlags.BigIntLike)) return { kind: 'int64' };
  if (all(ts.TypeFlags.StringLike)) {
    const labels = [...new Set(types.flatMap((type) => (type.isStringLiteral() ? [type.value] : [])))];
    // One text alone is a text that happens to be always the same.
    const union = labels.length > 1 && types.every((type) => type.isStringLiteral());
    return union ? { kind: 'enum', values: labels } : { kind: 'text' };
  }
  const [only] = types;
  if (only && types.length === 1 && checker.isArrayType(only)) {
    const [element] = checker.getTypeArguments(only as ts.TypeReference);
    const of = element && neutralTypeOf(checker, [element], undefined).type;
    if (of && of.kind !== 'json') return { kind: 'array', of };
  }
  return types.length === 0 ? { kind: 'text' } : { kind: 'json' };
}
