import type { Lane } from '#core/flow/lane.ts';
import type { SeededRandom } from '#lib/seeded-random.ts';
import { postgresSystem } from '../systems/postgres-system.ts';
import type { TestSystem } from '../systems/test-system.ts';
import { eventually, flowOnDatabases } from './flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type HistoryRow = { id: number; a: string | null; b: string | null; big: string | null };

/** What the written side held at a moment. */
export type HistoryMoment = {
  /** By id. */
  rows: Map<number, HistoryRow>;
  /** The newest line then. */
  newest: bigint;
  /** Ids that records got or gave up later. */
  renamed: Set<number>;
};

const fields = ['id', 'a', 'b', 'big'].map((name) => ({ left: name, right: name }));
const FIRST_MARK = 1_000;

/** A table of which the log tells as little as it may: keys of old rows, and of new ones what was changed. */
function tableSql({ id }: TestSystem, name: string): string {
  if (id === 'mysql')
    return `CREATE TABLE ${name} (id int PRIMARY KEY, a varchar(99), b varchar(99), big text);`;
  // What is stored apart is logged only where it was changed.
  return `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text, big text);
    ALTER TABLE ${name} ALTER big SET STORAGE EXTERNAL;`;
}

const keyOnly = (lanes: Lane[]): Lane[] =>
  lanes.map((lane) => ({
    ...lane,
    left: { ...lane.left, stream: { ...lane.left.stream, beforeImage: 'key' as const } },
  }));

/** Random changes of a table that is carried one way, whose log tells no old rows as a rule. */
export class OneWayHistory {
  readonly flow: Flow;
  readonly #system: TestSystem;
  readonly #random: SeededRandom;
  readonly moments: HistoryMoment[] = [];

  private constructor(flow: Flow, system: TestSystem, random: SeededRandom) {
    this.flow = flow;
    this.#system = system;
    this.#random = random;
  }

  /** Records that both sides meet, and a running flow. @param deletes does the lane carry them? @param images what the log tells of old rows */
  static async start(
    system: TestSystem,
    random: SeededRandom,
    { images = 'key', deletes = true }: { images?: 'key' | 'full'; deletes?: boolean } = {},
  ): Promise<OneWayHistory> {
    const values = Array.from({ length: 12 }, (_, i) => `(${i}, 'a', 'b${i}', '${bigText(i)}')`);
    const flow = await flowOnDatabases(`one_way_${system.id}`, {
      systems: { left: system, right: postgresSystem },
      leftSql: `${tableSql(system, 'l')} ${images === 'full' ? 'ALTER TABLE l REPLICA IDENTITY FULL;' : ''} INSERT INTO l VALUES ${values.join(', ')};`,
      rightSql: 'CREATE TABLE r (id int PRIMARY KEY, a text, b text, big text);',
      lanes: ({ left }) => [
        {
          left: system.stream(left.url, 'l'),
          right: 'public.r',
          mapping: { match: [['id', 'id']], fields, direction: 'forward' },
          conflict: { breaker: 'off', ...(deletes ? {} : { deletes: { carry: 'none' } }) },
        },
      ],
      ...(images === 'key' && { annotate: keyOnly }),
    });
    const history = new OneWayHistory(flow, system, random);
    try {
      await flow.start();
      return history;
    } catch (error) {
      await flow.close();
      throw error;
    }
  }

  /** What the written side holds. */
  async rows(): Promise<Map<number, HistoryRow>> {
    const rows = await this.flow.right.query<HistoryRow>('SELECT id, a, b, big FROM r ORDER BY id');
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Waits until everything is carried, and remembers the moment. */
  async moment(): Promise<void> {
    const mark = FIRST_MARK + this.moments.length;
    await this.#run([`INSERT INTO l VALUES (${mark}, 'mark', NULL, NULL)`]);
    await eventually('all is carried', async () => {
      if (!(await this.rows()).has(mark)) return false;
      return this.flow
        .status()
        .every(({ pending }) => pending.reconcile + pending.held + pending.parked === 0);
    });
    const [last] = await this.flow.store.query<{ seq: string }>(
      'SELECT max(seq)::text AS seq FROM ledger_entry',
    );
    this.moments.push({ rows: await this.rows(), newest: BigInt(last?.seq ?? 0), renamed: new Set() });
  }

  /** Some changes of the side that is read, several of them in one transaction now and then. */
  async change(): Promise<void> {
    for (let left = this.#random.int(2, 7); left > 0; left -= 1) {
      const statements = Array.from({ length: this.#random.int(1, 3) }, () => this.#statement());
      await this.#run(statements);
    }
  }

  #statement(): string {
    const id = this.#random.int(0, 15);
    const value = `${this.#random.pick(['x', 'y', 'z'])}${this.#random.int(0, 99)}`;
    switch (this.#random.int(0, 8)) {
      case 0:
      case 1:
        return `DELETE FROM l WHERE id = ${id}`;
      case 2:
      case 3:
        return this.#insert(`${id}, '${value}', NULL, '${bigText(id + 50)}'`);
      case 4:
        return `UPDATE l SET big = '${bigText(this.#random.int(0, 899))}' WHERE id = ${id}`;
      case 5:
        return `UPDATE l SET a = '${value}', b = NULL WHERE id < ${id}`;
      case 6: {
        for (const moment of this.moments) for (const each of [id, id + 20]) moment.renamed.add(each);
        return `UPDATE l SET id = id + 20, a = '${value}' WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM (SELECT id FROM l) o WHERE o.id = ${id + 20})`;
      }
      default:
        return `UPDATE l SET ${this.#random.pick(['a', 'b'])} = '${value}' WHERE id = ${id}`;
    }
  }

  #insert(values: string): string {
    return this.#system.id === 'mysql'
      ? `INSERT IGNORE INTO l VALUES (${values})`
      : `INSERT INTO l VALUES (${values}) ON CONFLICT DO NOTHING`;
  }

  async #run(statements: string[]): Promise<void> {
    const minimal = this.#system.id === 'mysql' ? `SET SESSION binlog_row_image = 'MINIMAL'; ` : '';
    await this.flow.left.query(`${minimal}BEGIN; ${statements.join('; ')}; COMMIT`);
  }
}

const bigText = (n: number) => `${n} `.repeat(1_500);
