import { OWN_PREFIX, ownTables as own, quoteName } from './sqlite-names.ts';
import type { Table } from './sqlite-table.ts';

/** The present in milliseconds since 1970, in words that SQLite has had since its first versions. */
const now = `CAST(round((julianday('now') - 2440587.5) * 86400000.0) AS INTEGER)`;
const tag = `(SELECT tag FROM ${own.writer})`;

const kinds = ['insert', 'update', 'delete', 'replace_insert', 'replace_update'] as const;

/** Names of a table's triggers. Those for replaced rows are missing where nothing is unique. */
export function triggerNames(table: Table): string[] {
  return kinds
    .filter((kind) => table.uniqueSets.length > 0 || !kind.startsWith('replace'))
    .map((kind) => triggerName(table.name, kind));
}

/** Those without which a change goes by unseen. */
export function capturingTriggerNames(table: Table): string[] {
  return (['insert', 'update', 'delete'] as const).map((kind) => triggerName(table.name, kind));
}

/** Every name that a trigger of ours on a table of this name may have. */
export function possibleTriggerNames(table: string): string[] {
  return kinds.map((kind) => triggerName(table, kind));
}

/**
 * The triggers that write down what happens to the table's rows, with the statements that make them.
 *
 * INSERT OR REPLACE and UPDATE OR REPLACE delete the rows in their way without a trigger (unless
 * `recursive_triggers` is on). So two more triggers, fired before, write down the rows that could be in the way as
 * candidates (`c`); whether they were replaced shows in what follows.
 */
export function triggerStatements(table: Table, shape: number): string[] {
  const columns = [...table.columns.values()].map(({ quoted }) => quoted);
  const old = columns.map((_, i) => `o${i}`);
  const next = columns.map((_, i) => `n${i}`);
  const write = (op: string, names: string[], values: string[]) =>
    `INSERT INTO ${own.change} (shape, op, at, tag, ${names.join(', ')})
     VALUES (${shape}, '${op}', ${now}, ${tag}, ${values.join(', ')});`;
  const of = (row: 'OLD' | 'NEW') => columns.map((column) => `${row}.${column}`);
  const create = (kind: (typeof kinds)[number], when: string, body: string) =>
    `CREATE TRIGGER ${quoteName(triggerName(table.name, kind))} ${when} ON ${table.quoted} FOR EACH ROW ${body} END`;
  const made = [
    create('insert', 'AFTER INSERT', `BEGIN ${write('i', next, of('NEW'))}`),
    create('update', 'AFTER UPDATE', `BEGIN ${write('u', [...old, ...next], [...of('OLD'), ...of('NEW')])}`),
    create('delete', 'AFTER DELETE', `BEGIN ${write('d', old, of('OLD'))}`),
  ];
  if (table.uniqueSets.length === 0) return made;
  const candidates = (but: string) => `BEGIN INSERT INTO ${own.change} (shape, op, at, tag, ${old.join(', ')})
    SELECT ${shape}, 'c', ${now}, ${tag}, ${columns.map((column) => `t.${column}`).join(', ')}
    FROM ${table.quoted} AS t WHERE (${inTheWay(table)})${but};`;
  return [
    ...made,
    create('replace_insert', 'BEFORE INSERT', candidates('')),
    create(
      'replace_update',
      'BEFORE UPDATE',
      `WHEN ${movesUnique(table)} ${candidates(` AND NOT ${sameRow(table)}`)}`,
    ),
  ];
}

function triggerName(table: string, kind: string): string {
  return `${OWN_PREFIX}${table}_${kind}`;
}

function inTheWay(table: Table): string {
  const sets = table.uniqueSets.map((fields) =>
    fields.map((field) => `t.${quoteName(field)} = NEW.${quoteName(field)}`).join(' AND '),
  );
  return sets.map((set) => `(${set})`).join(' OR ');
}

function movesUnique(table: Table): string {
  const fields = [...new Set(table.uniqueSets.flat())];
  return fields.map((field) => `NEW.${quoteName(field)} IS NOT OLD.${quoteName(field)}`).join(' OR ');
}

function sameRow(table: Table): string {
  const number = rowNumberName(table);
  if (number) return `(t.${number} = OLD.${number})`;
  return `(${table.key.map((field) => `t.${quoteName(field)} IS OLD.${quoteName(field)}`).join(' AND ')})`;
}

/** A name for the row's number that no column has taken. */
function rowNumberName({ withoutRowid, columns }: Table): string | undefined {
  const taken = new Set([...columns.keys()].map((name) => name.toLowerCase()));
  return withoutRowid ? undefined : ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name));
}
