import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule } from '#core/flow/flow-graph.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';

/*
 * Each side changes another field of one record, and a constraint refuses the two together. The lane's
 * rule then decides between the two rows.
 */

const constraints = {
  check: 'CHECK (a <= b)',
  exclusion: 'EXCLUDE USING btree (a WITH =, b WITH =)',
  unique: 'UNIQUE (a, b)',
} as const;
type Constraint = keyof typeof constraints;

/** Row 1 is the record; row 2, which no part of this changes, holds what both changes together would make of it. */
const base = { a: 1, b: 9 };
const changes: Record<Constraint, { a: number; b: number }> = {
  check: { a: 8, b: 2 },
  exclusion: { a: 8, b: 2 },
  unique: { a: 8, b: 2 },
};
const rules: Record<string, Rule> = {
  newest: { kind: 'newest', tie: 'left' },
  oldest: { kind: 'oldest', tie: 'right' },
  left: { kind: 'prefer', side: 'left' },
  right: { kind: 'prefer', side: 'right' },
  hold: { kind: 'hold' },
};
const cases = Object.keys(rules).flatMap((rule) =>
  (['left', 'right', 'both'] as const).flatMap((on) =>
    (Object.keys(constraints) as Constraint[]).map((constraint) => ({
      rule,
      on,
      constraint,
      table: `${rule}_${on}_${constraint}`,
    })),
  ),
);

const schema = (side: 'left' | 'right') =>
  cases
    .map(({ table, on, constraint }) => {
      const rows =
        side === 'left'
          ? `INSERT INTO ${table} VALUES (1, 1, 9)${constraint === 'check' ? '' : ', (2, 8, 2)'};`
          : '';
      const guarded = on === 'both' || on === side;
      return `CREATE TABLE ${table} (id int PRIMARY KEY, a int, b int${guarded ? `, CONSTRAINT ${table}_holds ${constraints[constraint]}` : ''});
        ALTER TABLE ${table} REPLICA IDENTITY FULL; ${rows}`;
    })
    .join('');

let flow: Awaited<ReturnType<typeof flowOnDatabases>>;
const rowOf = async (side: 'left' | 'right', table: string) =>
  (await flow[side].query(`SELECT a, b FROM ${table} WHERE id = 1`))[0];
const each = (sql: (one: (typeof cases)[number]) => string) =>
  cases.map((one) => `BEGIN; ${sql(one)}; COMMIT;`).join('');

beforeAll(async () => {
  flow = await flowOnDatabases('refused_mixture', {
    leftSql: schema('left'),
    rightSql: schema('right'),
    lanes: cases.map(({ table, rule }) => ({
      left: `public.${table}`,
      right: `public.${table}`,
      mapping: {
        match: [['id', 'id']],
        fields: ['id', 'a', 'b'].map((name) => ({ left: name, right: name })),
      },
      conflict: { rule: rules[rule] },
    })),
  });
  await flow.start();
  await flow.stop();
  await flow.left.query(
    each(({ table, constraint }) => `UPDATE ${table} SET a = ${changes[constraint].a} WHERE id = 1`),
  );
  await sleep(1500);
  await flow.right.query(
    each(({ table, constraint }) => `UPDATE ${table} SET b = ${changes[constraint].b} WHERE id = 1`),
  );
  await flow.start();
  await eventually(
    'every record is decided or held',
    async () => {
      const [row] = await flow.store.query<{ n: string }>(
        `SELECT (SELECT count(*) FROM pending_record WHERE state <> 'held')
         + (SELECT abs(count(*) - $1) FROM ledger_entry WHERE cause = 'live') AS n`,
        [2 * cases.length],
      );
      return Number(row?.n) === 0;
    },
    60,
  );
}, 240_000);
afterAll(() => flow?.close());

describe('[E10] fields of both sides that no row may hold together', () => {
  test.each(cases)(
    '$constraint on $on, rule $rule: one row stands as a whole',
    async ({ table, rule, constraint }) => {
      const left = { ...base, a: changes[constraint].a };
      const right = { ...base, b: changes[constraint].b };
      const stands = { newest: right, oldest: left, left, right, hold: null }[rule];
      const lane = flow.laneId(cases.findIndex((one) => one.table === table));
      const lines = await flow.store.query<{
        status: string;
        detail: string;
        account: { fields: { why: string }[] };
      }>(
        `SELECT status, detail, conflict AS account FROM ledger_entry WHERE lane_id = $1 AND cause = 'live'`,
        [lane],
      );
      expect(lines.map((line) => line.status)).toEqual(Array(2).fill(stands ? 'resolved' : 'held'));
      for (const line of lines) {
        expect(line.account.fields).toHaveLength(2);
        for (const field of line.account.fields) expect(field.why).toContain(`${table}_holds`);
      }
      if (stands) {
        expect([await rowOf('left', table), await rowOf('right', table)]).toEqual([stands, stands]);
        return;
      }
      const [waiting] = await flow.store.query(`SELECT state FROM pending_record WHERE "laneId" = $1`, [
        lane,
      ]);
      expect(waiting).toEqual({ state: 'held' });
      // Nothing of the mixture stands, and looked at once more the record waits for a person still.
      const apart = [left, right];
      const rows = async () => [await rowOf('left', table), await rowOf('right', table)];
      expect(await rows()).toEqual(apart);
      await flow.left.query(`UPDATE ${table} SET a = a WHERE id = 1`);
      await flow.right.query(`UPDATE ${table} SET b = b WHERE id = 1`);
      await eventually('both changes have been looked at', async () => {
        const [row] = await flow.store.query<{ n: string }>(
          `SELECT count(*) FILTER (WHERE code = 'CONFLICT_HELD') || ' of ' || count(*) AS n
           FROM ledger_entry WHERE lane_id = $1 AND cause = 'live'`,
          [lane],
        );
        return row?.n === '4 of 4';
      });
      expect(await rows()).toEqual(apart);
      const choose = async (decision: object) => {
        await flow.store.query(
          `UPDATE pending_record SET "retryAt" = now(), decision = $2 WHERE "laneId" = $1`,
          [lane, { record: null, by: 'me', ...decision }],
        );
        await flow.engine.refreshPending();
      };
      const isAskedAgain = () =>
        eventually('the person is asked again', async () => {
          const [pending] = await flow.store.query(
            `SELECT state, decision, "retryAt" FROM pending_record WHERE "laneId" = $1`,
            [lane],
          );
          return JSON.stringify(pending) === '{"state":"held","decision":null,"retryAt":null}';
        });
      // The very row that was refused is no answer, nor is one to what stood there when the person looked.
      await choose({ fields: { a: 'left', b: 'right' }, at: 1 });
      await isAskedAgain();
      const over = { left: { a: '7', b: '9' }, right: { a: '1', b: '2' } };
      await choose({ fields: { a: 'right', b: 'right' }, at: 2, over });
      await isAskedAgain();
      expect(await rows()).toEqual(apart);
      // A person chooses one row, and it stands on both sides.
      await choose({
        fields: { a: 'right', b: 'right' },
        at: 3,
        over: { ...over, left: { a: '8', b: '9' } },
      });
      await eventually('the decision is carried out', async () => {
        return (
          JSON.stringify([await rowOf('left', table), await rowOf('right', table)]) ===
          JSON.stringify([right, right])
        );
      });
    },
  );
});
