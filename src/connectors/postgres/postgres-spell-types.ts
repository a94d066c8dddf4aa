import { textArray } from '#lib/text-array.ts';
import type { UnspelledSchema } from './postgres-change-assembler.ts';
import type { PostgresDatabase } from './postgres-database.ts';

/** Fills in the native types of schema events; a type that is gone meanwhile is named by its number. */
export async function spellTypes(database: PostgresDatabase, schemas: UnspelledSchema[]): Promise<void> {
  const columns = schemas.flatMap(({ relation }) => relation.columns);
  const spelled = await database.rows(
    `SELECT format_type(u.oid::oid, u.modifier::int4) AS type
     FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u(oid, modifier, n) ORDER BY u.n`,
    [
      textArray(columns.map((column) => String(column.typeOid))),
      textArray(columns.map((column) => String(column.typeModifier))),
    ],
  );
  let next = 0;
  for (const { event, relation } of schemas) {
    event.fields = relation.columns.map((column) => {
      const type = spelled[next++]?.type;
      return { name: column.name, nativeType: type && type !== '???' ? type : `type ${column.typeOid}` };
    });
  }
}
