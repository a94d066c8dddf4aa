import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from '#core/flow/flow-graph.ts';
import type { Pair } from '../fuzz/pair.ts';
import { eventually, flowOnDatabases } from './flow-on-databases.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
type Held = { id: number; a: string; b: string; u: string | null };

/** The rules, as the documentation calls them. */
export const meetingRules: Record<string, Rule> = {
  newest: { kind: 'newest', tie: 'left' },
  oldest: { kind: 'oldest', tie: 'right' },
  'prefer left': { kind: 'prefer', side: 'left' },
  'prefer right': { kind: 'prefer', side: 'right' },
  merge: { kind: 'merge', tie: 'left' },
  hold: { kind: 'hold' },
};
/** One lane of the flow; `more` is SQL that its table needs besides, on either side. */
export type MeetingLane = {
  rule: string;
  deletes: 'update' | 'delete' | 'hold';
  table: string;
  more?: string;
};

export type FiveMeetingsOptions = {
  pair: Pair;
  lanes: MeetingLane[];
  /** Between two changes of a record, milliseconds: further apart than the clocks are unsure, on a busy machine too. */
  apart: number;
  /** What shows, beside its values, that a row was written: columns of the system. */
  writtenBy?: string;
};

/** The cells of the documentation's tables: `<meeting's number> <rule>` to what stands. */
const documented = new Map<string, string>();
const page = readFileSync(join(import.meta.dirname, '../../../docs/five-meetings.md'), 'utf8');
let columns: string[] = [];
for (const line of page.split('\n').filter((each) => each.startsWith('|') && !each.startsWith('| -'))) {
  const [meeting = '', ...cells] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (meeting === 'meeting') columns = cells;
  else for (const [index, cell] of cells.entries()) documented.set(`${meeting[0]} ${columns[index]}`, cell);
}
const says = (meeting: 1 | 2 | 3 | 4 | 5, column: string) => {
  const cell = documented.get(`${meeting} ${column}`);
  if (!cell) throw new Error(`the documentation says nothing of meeting ${meeting} under ${column}`);
  return cell;
};

const START = [10, 11, 30, 40, 52, 53, 55, 56, 60, 90];

/** What happens first on each side, and what happens there later; one transaction per line. */
const first = {
  left: [
    `UPDATE $t SET a = 'left' WHERE id = 10`,
    `UPDATE $t SET a = 'much longer on the left' WHERE id = 11`,
    `INSERT INTO $t VALUES (20, 'left', 'same', 'u20')`,
    'DELETE FROM $t WHERE id = 30',
    `INSERT INTO $t VALUES (50, 'fifty', 'b', 'both insert')`,
    `UPDATE $t SET u = 'both update', b = 'left' WHERE id = 52`,
    `INSERT INTO $t VALUES (54, 'fifty-four', 'b', 'insert and update')`,
    `UPDATE $t SET u = 'update and insert' WHERE id = 56`,
    `UPDATE $t SET a = 'left' WHERE id = 60`,
  ],
  right: [`UPDATE $t SET a = 'updated' WHERE id = 40`],
};
const then = {
  left: ['DELETE FROM $t WHERE id = 40'],
  right: [
    `UPDATE $t SET a = 'right side' WHERE id = 10`,
    `UPDATE $t SET a = 'right side' WHERE id = 11`,
    `INSERT INTO $t VALUES (20, 'right side', 'same', 'u20')`,
    `UPDATE $t SET a = 'updated' WHERE id = 30`,
    `INSERT INTO $t VALUES (51, 'fifty-one', 'b', 'both insert')`,
    `UPDATE $t SET u = 'both update', b = 'right' WHERE id = 53`,
    `UPDATE $t SET u = 'insert and update' WHERE id = 55`,
    `INSERT INTO $t VALUES (57, 'fifty-seven', 'b', 'update and insert')`,
    `UPDATE $t SET b = 'right' WHERE id = 60`,
  ],
};

/**
 * Defines the tests of the five meetings between two systems: both sides are written while the engine stands
 * still, then it runs; what must come of it is read from the documentation.
 */
export function describeFiveMeetings({ pair, lanes, apart, writtenBy = '' }: FiveMeetingsOptions): void {
  const place = new Map(lanes.map((lane, index) => [lane.table, index]));
  const schema = (side: 'left' | 'right') =>
    lanes
      .map(
        ({ table, more = '' }) => `
        CREATE TABLE ${table} (id int PRIMARY KEY, a varchar(60), b varchar(60) NOT NULL, u varchar(60) UNIQUE); ${more}
        ${side === 'left' ? START.map((id) => `INSERT INTO ${table} VALUES (${id}, 'start', 'start', 'u${id}');`).join(' ') : ''}`,
      )
      .join('');

  let flow: Flow;
  const untouched: Record<string, unknown> = {};

  async function write(script: Record<'left' | 'right', string[]>): Promise<void> {
    for (const side of ['left', 'right'] as const) {
      const statements = lanes.flatMap(({ table }) => script[side].map((sql) => sql.replace('$t', table)));
      // Without transactions of their own, all statements of one query would be one.
      await flow[side].query(statements.map((sql) => `BEGIN; ${sql}; COMMIT;`).join(''));
    }
  }
  const rowsOf = async (side: 'left' | 'right', table: string) =>
    new Map(
      (await flow[side].query<Held>(`SELECT id, a, b, u FROM ${table} ORDER BY id`)).map((row) => [
        row.id,
        row,
      ]),
    );
  const bystander = async (side: 'left' | 'right', table: string) =>
    flow[side].query(`SELECT ${writtenBy}a, b, u FROM ${table} WHERE id = 90`);
  const pendingOf = (table: string) =>
    flow.store.query<{ key: string; state: string; code: string; detail: string; conflict: object | null }>(
      `SELECT "recordKey" AS key, state, code, detail, body->'conflict' AS conflict FROM pending_record WHERE "laneId" = $1`,
      [flow.laneId(place.get(table))],
    );
  const linesOf = (table: string) =>
    flow.store.query<{ key: string; side: string; op: string; status: string; text: string; detail: string }>(
      `SELECT record_key AS key, side, op, status, detail,
       concat(before::text, after::text, conflict::text) AS text
     FROM ledger_entry WHERE lane_id = $1 AND cause = 'live'`,
      [flow.laneId(place.get(table))],
    );

  beforeAll(async () => {
    flow = await flowOnDatabases('meetings', {
      systems: pair,
      leftSql: schema('left'),
      rightSql: schema('right'),
      lanes: (databases) =>
        lanes.map(({ table, rule, deletes }) => ({
          left: pair.left.stream(databases.left.url, table),
          right: pair.right.stream(databases.right.url, table),
          mapping: {
            match: [['id', 'id']],
            fields: ['id', 'a', 'b', 'u'].map((name) => ({ left: name, right: name })),
          },
          conflict: { rule: meetingRules[rule], deletes: { carry: 'both', againstUpdate: deletes } },
        })),
    });
    await flow.start();
    await flow.stop();
    for (const { table } of lanes) {
      untouched[table] = [await bystander('left', table), await bystander('right', table)];
    }
    await write(first);
    await sleep(apart);
    await write(then);
    await flow.start();
    await eventually('every record is settled, or waits for a person', settled, 90);
  }, 180_000);
  afterAll(() => flow?.close());

  async function settled(): Promise<boolean> {
    const [moving] = await flow.store.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM pending_record p WHERE state = 'reconcile' OR (state = 'parked' AND attempts < 2))
       + (SELECT abs(count(*) - $1) FROM ledger_entry WHERE cause = 'live') AS n`,
      [lanes.length * [first, then].flatMap((each) => [...each.left, ...each.right]).length],
    );
    return Number(moving?.n) === 0;
  }

  describe.each(lanes)('$table', ({ table, rule, deletes }) => {
    test('[E4] [E17] both sides agree about every record, or it is held or parked and visible', async () => {
      const [left, right, pending] = await Promise.all([
        rowsOf('left', table),
        rowsOf('right', table),
        pendingOf(table),
      ]);
      const waiting = new Set(pending.map(({ key }) => Number(JSON.parse(key)[0])));
      for (const id of new Set([...left.keys(), ...right.keys()])) {
        if (!waiting.has(id)) expect({ id, row: left.get(id) }).toEqual({ id, row: right.get(id) });
      }
      for (const record of pending) {
        expect(['held', 'parked']).toContain(record.state);
        if (record.state === 'held') expect(record.conflict).not.toBeNull();
        expect(record.detail).not.toBe('');
      }
      expect([await bystander('left', table), await bystander('right', table)]).toEqual(untouched[table]);
    });

    test('[E4] one field updated on both sides, one key inserted on both', async () => {
      const [left, right] = [await rowsOf('left', table), await rowsOf('right', table)];
      const held = new Set(
        (await pendingOf(table)).filter(({ state }) => state === 'held').map(({ key }) => key),
      );
      for (const [meeting, id, here, there] of [
        [1, 10, 'left', 'right side'],
        [1, 11, 'much longer on the left', 'right side'],
        [2, 20, 'left', 'right side'],
      ] as const) {
        const outcome = says(meeting, rule);
        const longer = here.length > there.length ? here : there;
        const stands = { left: here, right: there, longer, held: null }[outcome];
        expect(held.has(JSON.stringify([String(id)]))).toBe(outcome === 'held');
        expect([left.get(id)?.a, right.get(id)?.a]).toEqual(stands ? [stands, stands] : [here, there]);
        // What did not stand is in the account, and so is why.
        const lines = (await linesOf(table)).filter(({ key }) => key === JSON.stringify([String(id)]));
        expect(lines.map((line) => line.status)).toEqual(
          outcome === 'held' ? ['held', 'held'] : ['resolved', 'resolved'],
        );
        for (const value of [here, there]) expect(lines.some(({ text }) => text.includes(value))).toBe(true);
      }
      expect([left.get(60), right.get(60)]).toEqual(
        Array(2).fill({ id: 60, a: 'left', b: 'right', u: 'u60' }),
      );
    });

    test('[E11] deleted on one side, updated on the other', async () => {
      const [left, right] = [await rowsOf('left', table), await rowsOf('right', table)];
      const pending = await pendingOf(table);
      for (const [meeting, id] of [
        [3, 30],
        [4, 40],
      ] as const) {
        const outcome = says(meeting, deletes);
        const row = { id, a: 'updated', b: 'start', u: `u${id}` };
        expect([left.get(id), right.get(id)]).toEqual(
          { updated: [row, row], gone: [undefined, undefined], held: [undefined, row] }[outcome],
        );
        const waits = pending.find(({ key }) => key === JSON.stringify([String(id)]));
        expect(waits?.state).toBe(outcome === 'held' ? 'held' : undefined);
        const lines = (await linesOf(table)).filter(({ key }) => key === JSON.stringify([String(id)]));
        expect(lines.some(({ text }) => text.includes('updated'))).toBe(true);
        expect(lines.map((line) => line.op).sort()).toEqual(['delete', 'update']);
      }
    });

    test('[E10] one unique value under two keys', async () => {
      const [left, right] = [await rowsOf('left', table), await rowsOf('right', table)];
      const pending = new Map(
        (await pendingOf(table)).map((each) => [Number(JSON.parse(each.key)[0]), each]),
      );
      const outcome = says(5, rule);
      for (const [onLeft, onRight, value] of [
        [50, 51, 'both insert'],
        [52, 53, 'both update'],
        [54, 55, 'insert and update'],
        [56, 57, 'update and insert'],
      ] as const) {
        if (outcome === 'parked') {
          expect(left.get(onLeft)?.u).toBe(value);
          expect(right.get(onRight)?.u).toBe(value);
          for (const [id, other] of [
            [onLeft, onRight],
            [onRight, onLeft],
          ]) {
            expect(pending.get(id as number)).toMatchObject({ state: 'parked', code: 'UNIQUE_VIOLATION' });
            expect(pending.get(id as number)?.detail).toContain(`["${other}"]`);
          }
          continue;
        }
        const [keeps, gives] = outcome === 'left' ? [onLeft, onRight] : [onRight, onLeft];
        const had = START.includes(gives) ? `u${gives}` : null;
        for (const rows of [left, right]) {
          expect([keeps, rows.get(keeps)?.u]).toEqual([keeps, value]);
          expect([gives, rows.get(gives)?.u]).toEqual([gives, had]);
        }
        const lost = (await linesOf(table)).filter(({ key }) => key === JSON.stringify([String(gives)]));
        expect(lost).toMatchObject([{ status: 'resolved' }]);
        expect(lost[0]?.text).toContain(value);
        expect(lost[0]?.detail).toContain(`["${keeps}"]`);
      }
      if (outcome !== 'parked') {
        // What else a record had changed is carried, whether it kept the value or not.
        expect([left.get(52)?.b, right.get(52)?.b]).toEqual(['left', 'left']);
        expect([left.get(53)?.b, right.get(53)?.b]).toEqual(['right', 'right']);
        for (const [id, a] of [
          [50, 'fifty'],
          [51, 'fifty-one'],
        ] as const) {
          expect([left.get(id)?.a, right.get(id)?.a]).toEqual([a, a]);
        }
      }
    });
  });
}
