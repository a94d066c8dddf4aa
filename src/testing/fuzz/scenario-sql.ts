import type { Side } from '#core/change/change-event.ts';
import type { FlowSketch } from '../engine/flow-on-databases.ts';
import { columnName, type FuzzTable, tableName } from './scenario.ts';

/** Who writes for people; the engine's sessions have other names. */
export const writerName = 'fuzz';

/**
 * Keeps account of every row that somebody else than the engine changed, in the transaction itself, and
 * of what the database did to other rows of its own accord (a cascade), whoever began it.
 */
const audit = `
CREATE TABLE fuzz_audit (tbl text, op text, key text, new_key text);
CREATE FUNCTION fuzz_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before text; after text;
BEGIN
  -- The engine's statement names this table, or what it did to another one came here by a reference.
  IF current_setting('application_name') <> '${writerName}' AND strpos(current_query(), TG_TABLE_NAME) > 0 THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN SELECT jsonb_agg(to_jsonb(OLD) ->> c) INTO before FROM unnest(TG_ARGV) c; END IF;
  IF TG_OP <> 'DELETE' THEN SELECT jsonb_agg(to_jsonb(NEW) ->> c) INTO after FROM unnest(TG_ARGV) c; END IF;
  INSERT INTO public.fuzz_audit VALUES (TG_TABLE_NAME, TG_OP, coalesce(before, after), coalesce(after, before));
  RETURN NULL;
END $$;
`;

/** The rows of one side at the beginning; what its constraints refuse is not there. */
export function initialSql(rows: string[]): string {
  const each = rows.map(
    (sql) => `DO $$ BEGIN ${sql}; EXCEPTION WHEN integrity_constraint_violation THEN NULL; END $$;`,
  );
  return ['SET CONSTRAINTS ALL IMMEDIATE;', ...each].join('\n');
}

/** The tables of one side, with their account. */
export function schemaSql(tables: FuzzTable[], side: Side): string {
  return [audit, ...tables.map((table) => tableSql(table, tables, side))].join('\n');
}

function tableSql(table: FuzzTable, tables: FuzzTable[], side: Side): string {
  const name = tableName(table, side);
  const late = table.deferrable ? ' DEFERRABLE INITIALLY DEFERRED' : '';
  const columns = table.columns.map((column) => {
    const own = columnName(column, side);
    const unique = column.kind === 'unique' ? ` UNIQUE${late}` : '';
    const storage = column.kind === 'large' ? ' STORAGE EXTERNAL' : '';
    return `${own} ${column.type[side]}${storage}${unique}${referenceSql(table, column.kind, tables, side, late)}`;
  });
  const keys = table.columns.filter((column) => column.kind === 'key').map((each) => columnName(each, side));
  return `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${keys.join(', ')}));
ALTER TABLE ${name} REPLICA IDENTITY ${table.identity[side]};
CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON ${name}
  FOR EACH ROW EXECUTE FUNCTION fuzz_note(${keys.map((key) => `'${key}'`).join(', ')});`;
}

function referenceSql(table: FuzzTable, kind: string, tables: FuzzTable[], side: Side, late: string): string {
  const parent = table.parent === null ? undefined : (tables[table.parent] ?? table);
  if (kind !== 'reference' || !parent) return '';
  const key = parent.columns[0];
  if (!key) return '';
  const renamed = table.deferrable ? '' : ' ON UPDATE CASCADE';
  return ` REFERENCES ${tableName(parent, side)} (${columnName(key, side)}) ON DELETE ${table.onDelete}${renamed}${late}`;
}

/** The lane over a table's two sides. */
export function laneSketch(table: FuzzTable): FlowSketch {
  const pair = (column: FuzzTable['columns'][number]) => ({
    left: columnName(column, 'left'),
    right: columnName(column, 'right'),
  });
  return {
    left: `public.${tableName(table, 'left')}`,
    right: `public.${tableName(table, 'right')}`,
    mapping: {
      direction: table.direction,
      match: table.columns
        .filter((column) => column.kind === 'key')
        .map((column) => [column.name, columnName(column, 'right')]),
      fields: table.columns.map((column) =>
        column.direction === 'both' ? pair(column) : { ...pair(column), direction: column.direction },
      ),
    },
    conflict: table.conflict,
  };
}
