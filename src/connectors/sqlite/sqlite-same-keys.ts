import type { KeyCollisions } from '#core/ports/source.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row } from '#core/values/value.ts';
import { SqliteHandle } from './sqlite-handle.ts';
import { encodeKey, type Table, type TableColumn } from './sqlite-table.ts';

/** Groups of keys that are shown, and keys of each. */
const SAMPLES = 5;
const SAMPLE_KEYS = 4;

/**
 * Keys of another system, compared by SQLite itself under the rules of the table's own columns, in a database
 * of their own that is gone when it is closed.
 */
export class SqliteSameKeys {
  readonly #database = new SqliteHandle('', 0);
  readonly #columns: TableColumn[];

  constructor(table: Table, key: string[]) {
    this.#columns = key.map((field) => columnOf(table, field));
    const kept = this.#columns.map(({ collation }, i) => `k${i} COLLATE ${collation}, o${i} TEXT`);
    this.#database.exec(`CREATE TABLE keys (${kept.join(', ')})`);
    this.#database.exec('BEGIN');
  }

  add(rows: Row[]): void {
    const marks = this.#columns.map(() => '?, ?').join(', ');
    for (const row of rows) {
      const values = this.#columns.flatMap((column) => {
        const text = row[column.name] ?? null;
        return [encodeKey(column, text), text];
      });
      this.#database.run(`INSERT INTO keys VALUES (${marks})`, ...values);
    }
  }

  /** Which keys are one. */
  end(): KeyCollisions {
    const grouped = this.#columns.map((_, i) => `k${i}`).join(', ');
    const met = `SELECT ${grouped}, count(*) AS n FROM keys GROUP BY ${grouped} HAVING count(*) > 1`;
    const [keys, groups] = this.#database.get(`SELECT total(n), count(*) FROM (${met})`) ?? [];
    const samples = this.#database.all(`${met} LIMIT ${SAMPLES}`).map((group) => {
      const same = this.#columns.map((_, i) => `k${i} IS ?`).join(' AND ');
      return this.#database
        .all(
          `SELECT ${this.#columns.map((_, i) => `o${i}`).join(', ')} FROM keys WHERE ${same} LIMIT ${SAMPLE_KEYS}`,
          ...group.slice(0, this.#columns.length),
        )
        .map((texts) =>
          Object.fromEntries(this.#columns.map(({ name }, i) => [name, (texts[i] ?? null) as string | null])),
        );
    });
    return { keys: Number(keys ?? 0), groups: Number(groups ?? 0), samples };
  }

  close(): void {
    this.#database.close();
  }
}
