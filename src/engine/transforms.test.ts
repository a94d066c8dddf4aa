import { afterEach, expect, test } from 'vitest';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { passHeads } from './reconcile/lane-routes.ts';
import { verifyLane } from './verify/verify-lane.ts';

const leftSql = `
  CREATE TABLE contacts (
    id int PRIMARY KEY, first_name text, last_name text, cents bigint, status int, phone text, born date, tags text,
    doc jsonb, nick text
  );
  ALTER TABLE contacts REPLICA IDENTITY FULL;`;
const rightSql = `
  CREATE TABLE people (
    code text PRIMARY KEY, full_name text, euros numeric(12,2), state text, tel text, birthday text, tag_list text[],
    city text, source text, greeting text, nick text
  );
  ALTER TABLE people REPLICA IDENTITY FULL;`;

const states = [
  ['1', 'active'],
  ['2', 'gone'],
];
const forward = (right: string, step: object, left = '', also: string[] = []) => ({
  left,
  right,
  direction: 'forward',
  transform: { forward: [step] },
  ...(also.length > 0 ? { also: { left: also } } : {}),
});
const lane = {
  left: 'public.contacts',
  right: 'public.people',
  mapping: {
    match: [['id', 'code']],
    fields: [
      { left: 'id', right: 'code', transform: { forward: [{ kind: 'template', text: 'C-{id}' }] } },
      {
        left: 'first_name',
        also: { left: ['last_name'] },
        right: 'full_name',
        transform: { forward: [{ kind: 'template', text: '{last_name}, {first_name}' }] },
      },
      { left: 'cents', right: 'euros', transform: { forward: [{ kind: 'scale', divisor: '100' }] } },
      { left: 'status', right: 'state', transform: { forward: [{ kind: 'lookup', entries: states }] } },
      {
        left: 'phone',
        right: 'tel',
        transform: { forward: [{ kind: 'phone', country: 'DE' }], backward: [] },
      },
      {
        left: 'born',
        right: 'birthday',
        transform: { forward: [{ kind: 'format-date', format: 'DD.MM.YYYY' }] },
      },
      { left: 'tags', right: 'tag_list', transform: { forward: [{ kind: 'split', separator: ',' }] } },
      { left: 'nick', right: 'nick' },
      forward('city', { kind: 'path', path: ['address', 'city'] }, 'doc'),
      forward('source', { kind: 'constant', value: 'crm' }),
      forward('greeting', { kind: 'expression', text: '"Dear " + ifNull(nick, first_name)' }, 'first_name', [
        'nick',
      ]),
    ],
  },
  conflict: { rule: { kind: 'newest', tie: 'left' } },
};

let flow: Awaited<ReturnType<typeof flowOnDatabases>>;
afterEach(() => flow?.close());

/** Do both sides agree by the lane's own equality, with nothing open (E17)? */
async function agreed(): Promise<boolean> {
  const running = flow.engine.lanes[0];
  if (!running) throw new Error('no lane');
  const { runtime } = running;
  const report = await verifyLane({
    lane: runtime.lane,
    sessions: runtime.sessions,
    settle: () => passHeads(running),
    pendingKeys: async () => new Set(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  const { differing, onlyLeft, onlyRight, pending } = report;
  return differing + onlyLeft + onlyRight + pending + runtime.open.size === 0;
}

const person = (code: string) => flow.right.query(`SELECT * FROM people WHERE code = '${code}'`);
const contact = (id: number) =>
  flow.left.query(`SELECT *, born::text AS born FROM contacts WHERE id = ${id}`);

test('[E13] values go through their steps both ways: at first, live, and where both sides were changed', async () => {
  flow = await flowOnDatabases('steps', { leftSql, rightSql, lanes: [lane] });
  await flow.left.query(`INSERT INTO contacts VALUES
    (1, 'Ann', 'Lee', 1999, 1, '030 902600', '1990-02-03', 'a,b', '{"address": {"city": "Bonn"}}', NULL)`);
  await flow.right.query(
    `INSERT INTO people VALUES ('C-2', 'Ray, Bob', 5, 'gone', '+49301', '01.12.2000', '{x}')`,
  );
  await flow.start();
  await eventually('both records are on both sides', async () => {
    return (await person('C-1')).length + (await contact(2)).length === 2;
  });
  expect((await person('C-1'))[0]).toEqual({
    ...{ code: 'C-1', full_name: 'Lee, Ann', euros: '19.99', state: 'active', tel: '+4930902600' },
    ...{
      birthday: '03.02.1990',
      tag_list: ['a', 'b'],
      city: 'Bonn',
      source: 'crm',
      greeting: 'Dear Ann',
      nick: null,
    },
  });
  expect((await contact(2))[0]).toMatchObject({
    ...{
      first_name: 'Bob',
      last_name: 'Ray',
      cents: '500',
      status: 2,
      phone: '+49301',
      born: '2000-12-01',
      tags: 'x',
    },
  });
  // What is computed from the left follows what the right side wrote there.
  await eventually('what is computed follows', async () => (await person('C-2'))[0]?.greeting === 'Dear Bob');
  expect((await person('C-2'))[0]).toMatchObject({ source: 'crm' });

  await flow.right.query(`UPDATE people SET full_name = 'Lee, Anna', nick = 'An' WHERE code = 'C-1'`);
  await flow.left.query(`UPDATE contacts SET cents = 2050, phone = '(030) 1234' WHERE id = 1`);
  await flow.right.query(`INSERT INTO people (code, full_name, nick) VALUES ('C-3', 'Day, Cid', 'C')`);
  await eventually('both changes are carried', async () => {
    const [left] = await contact(1);
    const [right] = await person('C-1');
    const [third] = await person('C-3');
    return (
      left?.first_name === 'Anna' &&
      right?.euros === '20.50' &&
      right.greeting === 'Dear An' &&
      third?.source === 'crm'
    );
  });
  expect((await contact(3))[0]).toMatchObject({ first_name: 'Cid', last_name: 'Day', nick: 'C' });
  // An equal number in its own spelling is not overwritten by what the steps made of it.
  expect((await contact(1))[0]).toMatchObject({ phone: '(030) 1234', last_name: 'Lee' });
  await flow.left.query('DELETE FROM contacts WHERE id = 3');
  await eventually('the delete is carried', async () => (await person('C-3')).length === 0);
  await eventually('[E17] both sides agree', agreed);
}, 90_000);

test('[E9] a value that a step refuses parks its record with the field, the step and the reason', async () => {
  flow = await flowOnDatabases('steps_refused', { leftSql, rightSql, lanes: [lane] });
  await flow.start();
  await flow.left.query(
    `INSERT INTO contacts (id, first_name, last_name, status) VALUES (1, 'A', 'B', 7), (2, 'C', 'D', 1)`,
  );
  await flow.right.query(
    `INSERT INTO people (code, euros, full_name) VALUES ('X9', 1, 'a, b'), ('C-4', 1, 'nobody')`,
  );
  await eventually('the good record is carried', async () => (await person('C-2')).length === 1);
  await eventually('the others are written down', async () => {
    const codes = (await flow.ledger()).filter(
      (line) => line.status === 'parked' || line.status === 'failed',
    );
    return codes.length >= 3;
  });
  const lines = (await flow.ledger()).filter((line) => line.status !== 'applied');
  expect(lines.map((line) => `${line.code} ${line.detail}`).sort()).toEqual([
    expect.stringMatching(
      /^CAST_FAILED .*"7" in status does not go to state: step 1 \(look up in 2 values, else fail\)/,
    ),
    expect.stringMatching(
      /^CAST_FAILED .*"X9" in code does not go to id: step 1 \(template "C-\{id\}"\), backward: it does not hold "C-" there/,
    ),
    expect.stringMatching(/^CAST_FAILED .*"nobody" in full_name does not go to first_name \+ last_name/),
  ]);
  await flow.left.query('UPDATE contacts SET status = 2 WHERE id = 1');
  await eventually('the mended record follows', async () => (await person('C-1'))[0]?.state === 'gone');
}, 90_000);

test('[E17] [E13] writes on both sides at once come to one state through the steps', async () => {
  flow = await flowOnDatabases('steps_writes', { leftSql, rightSql, lanes: [lane] });
  await flow.left.query(`INSERT INTO contacts (id, first_name, last_name, cents, status)
    SELECT n, 'F' || n, 'L' || n, n, 1 FROM generate_series(1, 20) n`);
  await flow.start();
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const writes = Array.from({ length: 120 }, () => {
    const [id, n] = [1 + random(25), random(1000)];
    const left = [
      `UPDATE contacts SET first_name = 'f${n}' WHERE id = ${id}`,
      `UPDATE contacts SET cents = ${n}, status = ${1 + (n % 2)} WHERE id = ${id}`,
      `UPDATE contacts SET nick = ${n % 3 ? `'n${n}'` : 'NULL'}, doc = '{"address": {"city": "c${n}"}}' WHERE id = ${id}`,
      `INSERT INTO contacts (id, first_name, last_name) VALUES (${id}, 'i${n}', 'l${n}') ON CONFLICT DO NOTHING`,
      `DELETE FROM contacts WHERE id = ${id} AND ${n % 3} = 0`,
    ];
    const right = [
      `UPDATE people SET full_name = 'L${n}, F${n}' WHERE code = 'C-${id}'`,
      `UPDATE people SET euros = ${n}.25, nick = 'r${n}' WHERE code = 'C-${id}'`,
      `UPDATE people SET tag_list = '{t${n},u}', birthday = '0${1 + (n % 9)}.05.1999' WHERE code = 'C-${id}'`,
      `INSERT INTO people (code, full_name) VALUES ('C-${id}', 'x${n}, y') ON CONFLICT DO NOTHING`,
      `DELETE FROM people WHERE code = 'C-${id}' AND ${n % 3} = 0`,
    ];
    return random(2) === 0
      ? { on: flow.left, sql: left[random(left.length)] ?? '' }
      : { on: flow.right, sql: right[random(right.length)] ?? '' };
  });
  const run = async (on: typeof flow.left) => {
    for (const write of writes) if (write.on === on) await on.query(write.sql);
  };
  await Promise.all([run(flow.left), run(flow.right)]);
  await eventually('both sides agree under the steps', agreed, 60);
}, 120_000);

test('[E13] a field that is computed from one which both sides may change follows what the other side changes', async () => {
  const computed = {
    ...{ left: 'nick', right: 'greeting', direction: 'forward' },
    transform: { forward: [{ kind: 'template', text: 'Dear {nick}' }] },
  };
  flow = await flowOnDatabases('transforms_computed', {
    leftSql,
    rightSql,
    lanes: [
      {
        ...lane,
        mapping: {
          match: [['id', 'code']],
          fields: [lane.mapping.fields[0], { left: 'nick', right: 'nick' }, computed],
        },
      },
    ],
  });
  await flow.start();
  const told = () => flow.right.query('SELECT nick, greeting FROM people');
  await flow.left.query(`INSERT INTO contacts (id, nick) VALUES (1, 'Ann')`);
  await eventually('it is made', async () => (await told()).length === 1);
  await flow.right.query(`UPDATE people SET nick = 'Bo'`);
  await eventually('it follows', async () => JSON.stringify(await told()).includes('Dear Bo'), 30);
  await eventually('[E17] both sides agree', agreed);
  expect(flow.engine.status()[0]?.pending).toEqual({ reconcile: 0, held: 0, parked: 0 });
}, 90_000);
