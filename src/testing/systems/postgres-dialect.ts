import { columnName, type FuzzTable, keysOf, referenceOf, tableName } from '../fuzz/scenario.ts';
import type { SystemDialect } from './test-system.ts';

type Side = 'left' | 'right';

/** Who writes for people; the engine's sessions have other names. */
export const writerName = 'fuzz';

const audit = `
CREATE TABLE fuzz_audit (tbl text, op text, key text, new_key text);
CREATE FUNCTION fuzz_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before text; after text;
BEGIN
  -- The engine's statement names this table, or what it did to another one came here by a reference.
  IF current_setting('application_name') <> '${writerName}' AND strpos(current_query(), TG_TABLE_NAME) > 0 THEN
    RETURN NULL;
  END IF;
  IF TG_OP = 'TRUNCATE' THEN
    INSERT INTO public.fuzz_audit VALUES (TG_TABLE_NAME, TG_OP, '[]', '[]');
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN SELECT jsonb_agg(to_jsonb(OLD) ->> c) INTO before FROM unnest(TG_ARGV) c; END IF;
  IF TG_OP <> 'DELETE' THEN SELECT jsonb_agg(to_jsonb(NEW) ->> c) INTO after FROM unnest(TG_ARGV) c; END IF;
  INSERT INTO public.fuzz_audit VALUES (TG_TABLE_NAME, TG_OP, coalesce(before, after), coalesce(after, before));
  RETURN NULL;
END $$;
`;

export const postgresDialect: SystemDialect = {
  defers: true,
  hasLists: true,
  begin: 'BEGIN',
  literal(value, type) {
    if (value === null) return 'NULL';
    if ('number' in value) return value.number;
    if ('moment' in value) return `'${value.moment}Z'`;
    if ('json' in value) return `'${value.json}'`;
    if ('list' in value) {
      return type.endsWith('[]')
        ? `'{${value.list.map((item) => item ?? 'NULL')}}'`
        : `'[${value.list.map((item) => item ?? 'null')}]'`;
    }
    return value.times === undefined ? `'${value.text}'` : `repeat('${value.text}', ${value.times})`;
  },
  insert: ({ table, columns, values, keys }) =>
    `INSERT INTO ${table} (${columns}) VALUES (${values}) ON CONFLICT (${keys}) DO NOTHING`,
  swap: ({ table, column, first, second }) =>
    `CREATE TEMP TABLE swap ON COMMIT DROP AS SELECT (SELECT ${column} FROM ${table} WHERE ${first}) AS a, (SELECT ${column} FROM ${table} WHERE ${second}) AS b;
UPDATE ${table} SET ${column} = NULL WHERE ${first};
UPDATE ${table} SET ${column} = (SELECT a FROM swap) WHERE ${second};
UPDATE ${table} SET ${column} = (SELECT b FROM swap) WHERE ${first};
DROP TABLE swap`,
  truncate: (table, then) => ['BEGIN', `TRUNCATE ${table}`, ...then, 'COMMIT'].join(';\n'),
  schema: (tables, side) => [audit, ...tables.map((table) => tableSql(table, tables, side))].join('\n'),
  initial(rows) {
    const each = rows.map(
      (sql) => `DO $$ BEGIN ${sql}; EXCEPTION WHEN integrity_constraint_violation THEN NULL; END $$;`,
    );
    return ['SET CONSTRAINTS ALL IMMEDIATE;', ...each].join('\n');
  },
  bystanders: (table, id, from) =>
    `SELECT t.xmin::text AS x, md5(t::text) AS d FROM ${table} t WHERE ${id} >= ${from} ORDER BY ${id}`,
  text: (column) => `${column}::text`,
};

function tableSql(table: FuzzTable, tables: FuzzTable[], side: Side): string {
  const name = tableName(table, side);
  const late = table.deferrable ? ' DEFERRABLE INITIALLY DEFERRED' : '';
  const columns = table.columns.map((column) => {
    const own = columnName(column, side);
    const unique = column.kind === 'unique' ? ` UNIQUE${late}` : '';
    const storage = column.kind === 'large' ? ' STORAGE EXTERNAL' : '';
    const refers = column.kind === 'reference' ? referenceSql(table, tables, side, late) : '';
    return `${own} ${column.type[side]}${storage}${unique}${refers}`;
  });
  const keys = keysOf(table).map((each) => columnName(each, side));
  return `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${keys.join(', ')}));
ALTER TABLE ${name} REPLICA IDENTITY ${table.identity[side]};
CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON ${name}
  FOR EACH ROW EXECUTE FUNCTION fuzz_note(${keys.map((key) => `'${key}'`).join(', ')});
CREATE TRIGGER note_all AFTER TRUNCATE ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION fuzz_note();`;
}

function referenceSql(table: FuzzTable, tables: FuzzTable[], side: Side, late: string): string {
  const target = referenceOf(table, tables, side);
  if (!target) return '';
  const renamed = table.deferrable ? '' : ' ON UPDATE CASCADE';
  return ` REFERENCES ${target.table} (${target.key}) ON DELETE ${table.onDelete}${renamed}${late}`;
}
