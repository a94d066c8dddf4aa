import type { Side } from '#core/change/change-event.ts';
import type { SeededRandom } from '#lib/seeded-random.ts';
import type { SystemDialect } from '../systems/test-system.ts';
import {
  columnName,
  type FuzzColumn,
  type FuzzTable,
  type FuzzValue,
  isWrittenOn,
  keysOf,
  tableName,
} from './scenario.ts';

/** Keys are few, so that writes meet. */
const KEYS = 8;

/** Draws SQL that somebody on one side might run. */
export class WriteDrawer {
  readonly #random: SeededRandom;
  readonly #tables: FuzzTable[];
  readonly #side: Side;
  readonly #dialect: SystemDialect;
  #count = 0;

  constructor(random: SeededRandom, tables: FuzzTable[], side: Side, dialect: SystemDialect) {
    this.#random = random;
    this.#side = side;
    this.#dialect = dialect;
    // The target of a one-way lane is nobody's to write.
    const away = side === 'left' ? 'backward' : 'forward';
    this.#tables = tables.filter((table) => table.direction !== away);
  }

  get writes(): boolean {
    return this.#tables.length > 0;
  }

  /** One transaction: it may fail on this side's own constraints, and then it has not been. */
  transaction(): string {
    const random = this.#random;
    const statements = Array.from(
      {
        length: random.weighted([
          [1, 5],
          [2, 3],
          [4, 2],
        ]),
      },
      () => this.#statement(),
    );
    if (random.chance(0.1)) {
      statements.push('SAVEPOINT here', this.#statement(), 'ROLLBACK TO here', this.#statement());
    }
    const end = random.chance(0.06) ? 'ROLLBACK' : 'COMMIT';
    return [this.#dialect.begin, ...statements, end].join(';\n');
  }

  /** A row that is on this side before the flow is. */
  insert(table: FuzzTable, key: string[], values: Map<string, FuzzValue>): string {
    return this.#dialect.insert({
      table: tableName(table, this.#side),
      columns: table.columns.map((column) => columnName(column, this.#side)),
      values: table.columns.map(
        (column, place) => key[place] ?? this.#literal(column, values.get(column.name) ?? null),
      ),
      keys: keysOf(table).map((column) => columnName(column, this.#side)),
    });
  }

  key(table: FuzzTable, from = 0, to = KEYS - 1): string[] {
    const id = String(this.#random.int(from, to));
    return keysOf(table).length > 1 ? [id, this.#random.pick([`'x'`, `'y'`])] : [id];
  }

  /** A value for every column that this side may write. */
  values(table: FuzzTable): Map<string, FuzzValue> {
    const written = table.columns.filter(
      (column) => column.kind !== 'key' && isWrittenOn(table, column, this.#side),
    );
    return new Map(written.map((column) => [column.name, this.value(column)]));
  }

  value(column: FuzzColumn): FuzzValue {
    const random = this.#random;
    if (random.chance(column.kind === 'unique' || column.kind === 'reference' ? 0.3 : 0.1)) return null;
    this.#count += 1;
    const own = `${this.#side}${this.#count}`;
    switch (column.kind) {
      case 'key':
      case 'reference':
        return { number: String(random.int(0, KEYS - 1)) };
      case 'unique':
        return { text: `u${random.int(0, 5)}` };
      case 'text':
        return { text: random.chance(0.3) ? random.pick(['a', 'b']) : own };
      case 'large':
        return { text: own, times: 900 };
      case 'number':
        return {
          number: random.pick([`${random.int(0, 99)}`, `${random.int(0, 99)}.${random.digits(4)}`]),
        };
      case 'moment':
        return {
          moment: `2026-0${random.int(1, 9)}-1${random.int(0, 9)} 0${random.int(0, 9)}:30:00.${random.digits(6)}`,
        };
      case 'json':
        return { json: `{"b": ${random.int(0, 9)}, "a": ["${own}", 1.50]}` };
      case 'list':
        return { list: [String(random.int(0, 99)), null, String(random.int(0, 9))] };
    }
  }

  #literal(column: FuzzColumn, value: FuzzValue): string {
    return this.#dialect.literal(value, column.type[this.#side]);
  }

  #statement(): string {
    const random = this.#random;
    const table = random.pick(this.#tables);
    const key = this.key(table);
    const draw = random.weighted<() => string>([
      [() => this.insert(table, key, this.values(table)), 6],
      [() => this.#update(table, this.#where(table, key), 1), 8],
      [() => this.#update(table, this.#where(table, key), 3), 4],
      [() => this.#update(table, `${this.#id(table)} BETWEEN ${key[0]} AND ${key[0]} + 3`, 1), 1],
      [() => this.#delete(table, key), 4],
      [() => `${this.#delete(table, key)};\n${this.insert(table, key, this.values(table))}`, 1],
      [() => this.#rename(table, key), 1],
      [() => this.#swapUniques(table, key), 1],
    ]);
    return draw();
  }

  #update(table: FuzzTable, where: string, most: number): string {
    const open = table.columns.filter(
      (column) => column.kind !== 'key' && isWrittenOn(table, column, this.#side),
    );
    const chosen = new Set(Array.from({ length: most }, () => this.#random.pick(open)));
    const set = [...chosen].map(
      (column) => `${columnName(column, this.#side)} = ${this.#literal(column, this.value(column))}`,
    );
    return `UPDATE ${tableName(table, this.#side)} SET ${set.join(', ')} WHERE ${where}`;
  }

  #delete(table: FuzzTable, key: string[]): string {
    return `DELETE FROM ${tableName(table, this.#side)} WHERE ${this.#where(table, key)}`;
  }

  #rename(table: FuzzTable, key: string[]): string {
    const to = this.#random.int(0, KEYS + 3);
    return `UPDATE ${tableName(table, this.#side)} SET ${this.#id(table)} = ${to} WHERE ${this.#where(table, key)}`;
  }

  /** Two records exchange a unique value: at once where the constraint waits, else by way of NULL. */
  #swapUniques(table: FuzzTable, key: string[]): string {
    const unique = table.columns.find((column) => column.kind === 'unique');
    if (!unique) return this.#delete(table, key);
    const name = tableName(table, this.#side);
    const column = columnName(unique, this.#side);
    const first = this.#where(table, key);
    const second = this.#where(table, this.key(table));
    if (table.deferrable && this.#dialect.defers) {
      return `UPDATE ${name} AS t SET ${column} = o.${column} FROM ${name} AS o
  WHERE (${prefixed('t', first)} AND ${prefixed('o', second)}) OR (${prefixed('t', second)} AND ${prefixed('o', first)})`;
    }
    return this.#dialect.swap({ table: name, column, first, second });
  }

  #id(table: FuzzTable): string {
    return columnName(table.columns[0] as FuzzColumn, this.#side);
  }

  #where(table: FuzzTable, key: string[]): string {
    return keysOf(table)
      .map((column, place) => `${columnName(column, this.#side)} = ${key[place]}`)
      .join(' AND ');
  }
}

const prefixed = (alias: string, where: string) => where.replace(/(^| AND )(\w+) =/g, `$1${alias}.$2 =`);
