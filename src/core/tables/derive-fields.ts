import type { Direction } from '../flow/flow-graph.ts';
import type { SpelledType } from '../ports/table-maker.ts';
import { castKind } from '../values/cast-table.ts';
import { describeType } from '../values/describe-type.ts';
import type { NeutralType } from '../values/neutral-type.ts';
import type { Field } from '../values/stream-schema.ts';
import { applyNaming } from './apply-naming.ts';
import type { TableDerivation, TableSource } from './derive-tables.ts';
import type { DerivedField } from './derived-table.ts';
import { freeName } from './free-name.ts';
import type { FieldProfile } from './profile-fields.ts';

/**
 * Derives the fields of a new stream. A field that no value could reach is proposed to be left out.
 * @param width how many fields the widest index has that a field is part of
 */
export function deriveFields(
  derivation: TableDerivation,
  { schema, profiles, wish }: TableSource,
  stream: string,
  width: (field: string) => number,
): DerivedField[] {
  const { dialect, naming, from } = derivation;
  const taken: string[] = [];
  return schema.fields.map((field) => {
    const wished = wish.fields[field.name] ?? {};
    const name = wished.name ?? freeName(applyNaming(field.name, naming), taken, dialect);
    taken.push(name);
    const profile = profiles.get(field.name) ?? null;
    const spelled = dialect.spell({
      type: field.type,
      from: { connector: from.connector, nativeType: field.nativeType },
      profile,
      indexedWith: width(field.name),
      fieldCount: schema.fields.length,
      stream,
      field: name,
    });
    const inKey = schema.key.includes(field.name);
    const fate = wished.nativeType === undefined ? fateOf(field, spelled) : unread(wished.nativeType);
    return {
      name,
      type: spelled.type,
      nativeType: wished.nativeType ?? spelled.nativeType,
      nullable: !inKey && (wished.nullable ?? field.nullable),
      default: inKey && spelled.type.kind === 'uuid' && field.hasDefault ? 'uuid' : null,
      comment: field.comment,
      source: field.name,
      sourceType: field.nativeType,
      reason: fate.reason + sampled(field.type, profile),
      warnings: fate.warnings,
      leftOut: wished.leaveOut ?? fate.direction === null,
      direction: fate.direction,
    };
  });
}

type Fate = { direction: Direction | null; reason: string; warnings: string[] };

/** A type that a person wrote: what it is shows once the stream is there. */
function unread(nativeType: string): Fate {
  return { direction: 'both', reason: `${nativeType}, as you wrote it.`, warnings: [] };
}

/** Which way values can go, and what happens to them on it. */
function fateOf(field: Field, { type, reason, warning }: SpelledType): Fate {
  const warnings = warning === null ? [] : [warning];
  const there = castKind(field.type, type);
  const back = castKind(type, field.type);
  if ('refused' in there) {
    return { direction: null, reason, warnings: [...warnings, `No value can go there. ${there.refused}`] };
  }
  if (there.kind === 'lossy') warnings.push(`The way there drops part of some values.`);
  if (there.kind === 'narrowing') {
    warnings.push(`Some values will not fit ${describeType(type)}; their records will wait as failed.`);
  }
  if ('refused' in back) {
    return {
      direction: 'forward',
      reason,
      warnings: [...warnings, `Values go there alone. ${back.refused}`],
    };
  }
  if (field.readOnly) warnings.push(`${field.name} cannot be written in the source: values go there alone.`);
  return { direction: field.readOnly ? 'forward' : 'both', reason, warnings };
}

/** What the sample says of a field whose declared type says little. */
function sampled(type: NeutralType, profile: FieldProfile | null): string {
  if (!profile || profile.rows === profile.nulls) return '';
  const among = `among ${profile.rows.toLocaleString('en')} sampled ${profile.rows === 1 ? 'row' : 'rows'}`;
  if (type.kind === 'text' && type.max === undefined) {
    return ` The longest value ${among} has ${profile.longest.toLocaleString('en')} characters.`;
  }
  if (type.kind === 'decimal' && type.precision === undefined && profile.digits) {
    const { whole, fraction } = profile.digits;
    return ` The widest number ${among} has ${whole} digits before the point and ${fraction} after it.`;
  }
  return '';
}
