import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, type Side } from '#core/change/change-event.ts';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { passHeads } from '#engine/reconcile/lane-routes.ts';
import { nowMicros } from '#lib/micros.ts';
import type { SeededRandom } from '#lib/seeded-random.ts';
import { bulkOnFlow } from './bulk-on-flow.ts';
import { eventually, type FlowSketch, type flowOnDatabases } from './flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
const sides = ['left', 'right'] as const;
const tables = { left: 'l', right: 'r' };

/** The fields that live; `c` goes through steps, `d` through a cast. */
export const livingFields = ['a', 'b', 'c', 'd'] as const;

const table = (name: string, d: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text, c text, d ${d}); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
/** What {@link RecordLives} is lived on. */
export const livesOn = {
  leftSql: table('l', 'int'),
  rightSql: table('r', 'numeric(12,0)'),
};

/** Its lane: conflicts are decided by rules and, over `d`, by people. */
export const livesLane: FlowSketch = {
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: [
      { left: 'id', right: 'id' },
      { left: 'a', right: 'a' },
      { left: 'b', right: 'b' },
      {
        left: 'c',
        right: 'c',
        transform: { forward: [{ kind: 'case', to: 'upper' }], backward: [{ kind: 'case', to: 'lower' }] },
      },
      { left: 'd', right: 'd' },
    ],
  },
  conflict: {
    breaker: 'off',
    rule: { kind: 'newest', tie: 'right' },
    fields: { a: { kind: 'prefer', side: 'left' }, d: { kind: 'hold' } },
  },
};

/** Who wrote a value, and within which time, microseconds since 1970; `both`: each side at once. */
type Writer = { side: Side | 'both'; from: number; to: number };
type Rows = Record<Side, Map<string, Record<string, string | null>>>;

/** Do both sides hold a record, and the same values? */
function agree(rows: Rows, id: number): boolean {
  const of = (side: Side) => JSON.stringify(rows[side].get(`["${id}"]`) ?? null).toLowerCase();
  return of('left') === of('right');
}

/** Random lives of a few records of a running flow, with who wrote each value and what stood on both sides at quiet moments. */
export class RecordLives {
  readonly writers = new Map<string, Writer>();
  readonly moments: { at: number; rows: Rows }[] = [];
  #values = 0;
  readonly log: string[] = [];
  readonly flow: Flow;
  readonly random: SeededRandom;
  constructor(flow: Flow, random: SeededRandom) {
    this.flow = flow;
    this.random = random;
  }

  /** Of every record that there ever was. */
  get keys(): Set<string> {
    return new Set(this.moments.flatMap(({ rows }) => [...rows.left.keys(), ...rows.right.keys()]));
  }

  value(field: string): string {
    this.#values += 1;
    return field === 'd' ? String(1000 + this.#values) : `w${this.#values}`;
  }

  /** As the side spells it. */
  spelled(side: Side, field: string, value: string): string {
    return field === 'c' && side === 'right' ? value.toUpperCase() : value;
  }

  async write(side: Side, values: Record<string, string>, sql: string): Promise<void> {
    const from = nowMicros();
    this.log.push(`${side}: ${sql}`);
    for (const [field, value] of Object.entries(values)) {
      this.writers.set(`${field} ${value}`, { side, from, to: Number.POSITIVE_INFINITY });
    }
    await this.flow[side].query(sql);
    const to = nowMicros();
    for (const [field, value] of Object.entries(values)) this.writers.get(`${field} ${value}`)!.to = to;
  }

  async update(side: Side, id: number, fields: readonly string[]): Promise<void> {
    const values = Object.fromEntries(fields.map((field) => [field, this.value(field)]));
    await this.write(side, values, `UPDATE ${tables[side]} SET ${this.set(side, values)} WHERE id = ${id}`);
  }

  set(side: Side, values: Record<string, string>): string {
    return Object.entries(values)
      .map(([field, value]) => `${field} = '${this.spelled(side, field, value)}'`)
      .join(', ');
  }

  async insert(side: Side, id: number): Promise<void> {
    const values = Object.fromEntries(livingFields.map((field) => [field, this.value(field)]));
    const told = livingFields.map((field) => `'${this.spelled(side, field, values[field]!)}'`).join(', ');
    await this.write(
      side,
      values,
      `INSERT INTO ${tables[side]} VALUES (${id}, ${told}) ON CONFLICT DO NOTHING`,
    );
  }

  async remove(side: Side, id: number): Promise<void> {
    await this.write(side, {}, `DELETE FROM ${tables[side]} WHERE id = ${id}`);
  }

  async rows(): Promise<Rows> {
    const of = async (side: Side) => {
      const rows = await this.flow[side].query<Record<string, string>>(
        `SELECT id::text, a, b, c, d::text FROM ${tables[side]}`,
      );
      return new Map(rows.map((row) => [`["${row.id}"]`, row]));
    };
    return { left: await of('left'), right: await of('right') };
  }

  /** Waits until nothing is on its way, and keeps what stands then. */
  async quiet(): Promise<void> {
    const idle = () =>
      this.flow.status().every(({ pending }) => pending.reconcile === 0 && pending.parked === 0);
    for (let turn = 0; turn < 3; turn += 1) {
      await Promise.all(this.flow.engine.lanes.map((each) => passHeads(each)));
      await eventually('nothing is open', idle);
    }
    await sleep(2);
    this.moments.push({ at: nowMicros(), rows: await this.rows() });
    await sleep(2);
  }

  /** Something happens: people write on either side or on both, the flow is started anew, or an operation acts. */
  async step(): Promise<void> {
    const { random } = this;
    const now = await this.rows();
    const side = random.pick(sides);
    const present = [...now[side].keys()].map((key) => Number(JSON.parse(key)[0]));
    const id = present.length > 0 ? random.pick(present) : 1;
    const field = random.pick(livingFields);
    const kind = present.length < 3 ? 0 : random.next();
    if (kind < 0.1) await this.insert(side, this.fresh(now));
    else if (kind < 0.25) await this.update(side, id, [field]);
    else if (kind < 0.32) await this.update(side, id, ['a', 'c', 'd']);
    else if (kind < 0.4) {
      await this.update(side, id, [field]);
      await this.update(side, id, [field]);
      await this.update(side, id, ['b']);
    } else if (kind < 0.55) {
      await Promise.all([this.update('left', id, [field]), this.update('right', id, [field])]);
    } else if (kind < 0.62) {
      await Promise.all([this.update('left', id, ['a']), this.update('right', id, ['b'])]);
    } else if (kind < 0.67) {
      const value = this.value(field);
      const put = (at: Side) =>
        this.flow[at].query(`UPDATE ${tables[at]} SET ${this.set(at, { [field]: value })} WHERE id = ${id}`);
      const from = nowMicros();
      await Promise.all([put('left'), put('right')]);
      this.writers.set(`${field} ${value}`, { side: 'both', from, to: nowMicros() });
    } else if (kind < 0.72) await this.remove(side, id);
    else if (kind < 0.76) {
      await Promise.all([this.remove(side, id), this.update(otherSide(side), id, [field])]);
    } else if (kind < 0.8) {
      await this.remove(side, id);
      if (random.chance(0.5)) await this.quiet();
      await this.insert(side, id);
    } else if (kind < 0.84) {
      // Where both sides disagree, each key goes its own way.
      if (!agree(now, id)) return;
      const sql = `UPDATE ${tables[side]} SET id = ${this.fresh(now)} WHERE id = ${id}`;
      const meanwhile = random.chance(0.5) ? this.update(otherSide(side), id, [field]) : null;
      await Promise.all([this.write(side, {}, sql), meanwhile]);
    } else if (kind < 0.87) {
      await this.flow.stop();
      await this.update('left', id, [field]);
      await this.update('right', id, [field]);
      await this.flow.start();
    } else await this.bulk(kind);
  }

  async bulk(kind: number): Promise<void> {
    const { flow, random } = this;
    await this.quiet();
    const found = await flow.store.query<{ seq: string }>(
      `SELECT seq::text FROM ledger_entry WHERE flow_id = $1 ORDER BY seq DESC LIMIT 12`,
      [flow.flowId],
    );
    const seqs = [random.pick(found).seq];
    const act = async (action: BulkAction, filter = {}) => {
      const { records } = await bulkOnFlow(flow, action, { filter, seqs });
      this.log.push(
        `${JSON.stringify(action)} on ${seqs}: ${JSON.stringify([...records.values()].map(({ outcome, recordKey }) => [recordKey, outcome]))}`,
      );
    };
    if (kind < 0.92) await act({ kind: 'revert', sides: 'both' });
    else if (kind < 0.95) await act({ kind: 'replay', from: 'source' });
    else if (kind < 0.97) await act({ kind: 're-decide', rule: { kind: 'prefer', side: 'right' } });
    else {
      const held = await flow.store.query<{ seq: string }>(
        `SELECT max(seq)::text AS seq FROM ledger_entry WHERE flow_id = $1 AND status = 'held' GROUP BY record_key`,
        [flow.flowId],
      );
      if (held.length > 0)
        await bulkOnFlow(
          flow,
          { kind: 'resolve', decision: random.pick(['left', 'right', 'newest'] as const) },
          { seqs: held.map(({ seq }) => seq) },
        );
    }
  }

  /** A key that no record has. */
  fresh(now: Rows): number {
    let id = 0;
    do id = this.random.int(1, 20);
    while (sides.some((side) => now[side].has(`["${id}"]`)));
    return id;
  }
}
