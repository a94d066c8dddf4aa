import { describe, expect, test } from 'vitest';
import { START } from '#core/change/position.ts';
import { applyBatch } from '#core/ports/apply-batch.ts';
import type { Write } from '#core/ports/target.ts';
import { formatRows, leadingValues } from '#core/values/text-rows.ts';
import type { Row } from '#core/values/value.ts';
import type { ContractContext } from './connector-contract.ts';
import { person } from './feed-contract.ts';

const TAG = 'lane/right';

/** What `target` promises. */
export function describeTarget(context: () => ContractContext): void {
  const write = (op: Write['op'], id: number, set: Row, guard: Row | null = null, tag = TAG): Write => ({
    tag,
    stream: context().fixture.people,
    op,
    key: { id: String(id) },
    guard,
    set,
  });
  const insert = (id: number, more: Row = {}) => write('insert', id, person(id, more));
  const seed = (...ids: number[]) =>
    context().fixture.write(
      ids.map((id) => ({ op: 'insert', stream: context().fixture.people, row: person(id) })),
    );
  const rows = () => context().fixture.rows(context().fixture.people);

  describe('guarded writes', () => {
    test('[E3] an insert is guarded by absence', async () => {
      await seed(1, 2);
      const outcomes = await context().apply([insert(1, { name: 'other' }), insert(2), insert(3)]);
      expect(outcomes[0]).toEqual({ status: 'missed', existing: person(1) });
      expect(outcomes[1]).toEqual({ status: 'unchanged' });
      expect(outcomes[2]).toEqual({ status: 'applied' });
      expect(await rows()).toEqual([person(1), person(2), person(3)]);
    });

    test('[E3] an update is guarded by the values that it expects, null among them', async () => {
      await seed(1, 2, 3);
      const outcomes = await context().apply([
        write('update', 1, { name: 'new', note: 'n' }, { name: 'name 1', note: null }),
        write('update', 2, { name: 'new', note: 'n' }, { name: 'name 2', note: 'no' }),
        write('update', 3, { name: 'name 3', note: null }, { name: 'was', note: null }),
        write('update', 4, { name: 'new', note: 'n' }, { name: 'name 4', note: null }),
      ]);
      expect(outcomes).toEqual([
        { status: 'applied' },
        { status: 'missed', existing: { id: '2', name: 'name 2', note: null } },
        { status: 'unchanged' },
        { status: 'missed', existing: null },
      ]);
      expect(await rows()).toEqual([person(1, { name: 'new', note: 'n' }), person(2), person(3)]);
    });

    test('[E3] a delete is guarded by the values that it expects', async () => {
      await seed(1, 2);
      const outcomes = await context().apply([
        write('delete', 1, {}, { name: 'name 1' }),
        write('delete', 2, {}, { name: 'other' }),
        write('delete', 3, {}, { name: 'name 3' }),
      ]);
      expect(outcomes).toEqual([
        { status: 'applied' },
        { status: 'missed', existing: { id: '2', name: 'name 2' } },
        { status: 'unchanged' },
      ]);
      expect(await rows()).toEqual([person(2)]);
    });

    test('[E3] without a guard update and delete take what stands, and upsert creates or changes', async () => {
      await seed(1, 2, 3);
      const outcomes = await context().apply([
        write('update', 1, { name: 'new' }),
        write('delete', 2, {}),
        write('upsert', 3, person(3)),
        write('upsert', 4, person(4)),
        write('upsert', 5, { id: '5', name: 'n' }),
        write('update', 6, { name: 'new' }),
      ]);
      expect(outcomes).toEqual([
        { status: 'applied' },
        { status: 'applied' },
        { status: 'unchanged' },
        { status: 'applied' },
        { status: 'applied' },
        { status: 'missed', existing: null },
      ]);
      const five = { id: '5', name: 'n', email: null, age: null, note: null };
      expect(await rows()).toEqual([person(1, { name: 'new' }), person(3), person(4), five]);
    });

    test('[E3] an update may change the key, and knows its own result', async () => {
      await seed(1, 2, 5);
      const rename = (from: number, to: number) =>
        write(
          'update',
          from,
          { id: String(to), name: `name ${from}` },
          { id: String(from), name: `name ${from}` },
        );
      expect(await context().apply([rename(1, 11), rename(2, 12)])).toEqual([
        { status: 'applied' },
        { status: 'applied' },
      ]);
      const again = await context().apply([rename(1, 11), rename(3, 5), rename(4, 14)]);
      expect(again).toEqual([
        { status: 'unchanged' },
        { status: 'missed', existing: null },
        { status: 'missed', existing: null },
      ]);
      expect((await rows()).map((row) => row.id)).toEqual(['5', '11', '12']);
    });

    test('[E3] composite keys', async () => {
      const { fixture, apply } = context();
      const line = (op: Write['op'], n: string, set: Row, guard: Row | null): Write => ({
        tag: TAG,
        stream: fixture.lines,
        op,
        key: { order_id: '1', line: n },
        guard,
        set,
      });
      const whole = (n: string, quantity: string) => ({ order_id: '1', line: n, quantity });
      await apply([line('insert', '1', whole('1', '5'), null), line('insert', '2', whole('2', '6'), null)]);
      const outcomes = await apply([
        line('update', '1', { quantity: '7' }, { quantity: '5' }),
        line('delete', '2', {}, { quantity: '6' }),
        line('upsert', '3', whole('3', '8'), null),
        line('insert', '1', whole('1', '9'), null),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied', 'missed']);
      expect(await fixture.rows(fixture.lines)).toEqual([whole('1', '7'), whole('3', '8')]);
    });

    test('[E13] compares in the coarser type where one is named', async () => {
      const { fixture, apply } = context();
      await seed(1);
      await fixture.write([{ op: 'update', stream: fixture.people, key: { id: '1' }, set: { age: '34' } }]);
      const compareAs = { age: { kind: 'decimal', precision: 9, scale: -1 } } as const;
      const update = (set: string, guard: string) => ({
        ...write('update', 1, { age: set }, { age: guard }),
        compareAs,
      });
      expect(await apply([update('30', '50')])).toEqual([{ status: 'unchanged' }]);
      expect(await apply([update('90', '50')])).toEqual([
        { status: 'missed', existing: { id: '1', age: '34' } },
      ]);
      expect(await apply([update('90', '30')])).toEqual([{ status: 'applied' }]);
    });
  });

  describe('loading', () => {
    const load = (more: { epoch?: number } = {}) => {
      const { fixture, session } = context();
      return async (...people: Row[]) => {
        const fields = Object.keys(person(0));
        await session.target.prepare([TAG]);
        return session.target.load({
          tag: TAG,
          epoch: more.epoch ?? 1,
          stream: fixture.people,
          fields,
          rows: formatRows(people.map((row) => fields.map((name) => row[name] ?? null))),
        });
      };
    };

    test('[E2] takes all rows, as they are, marked as the lane’s own', async () => {
      const { fixture, session, read } = context();
      const reader = await read();
      const people = [person(1), person(2, { name: 'tab\t, \\N and \n ü', note: null })];
      expect(await load()(...people)).toBe('loaded');
      expect(await rows()).toEqual(people);
      await reader.pass(await session.source.head());
      expect(reader.changes.map((change) => change.writer)).toEqual([TAG, TAG]);
      const {
        rows: copied,
        fields,
        cursor,
      } = await session.source.copy({
        stream: fixture.people,
        fields: ['name', 'note', 'id'],
        key: ['id'],
        cursor: null,
        limit: 1,
      });
      expect(fields).toEqual(['id', 'name', 'note']);
      expect([...leadingValues(copied, 3)]).toEqual([['1', people[0]?.name, people[0]?.note]]);
      const rest = await session.source.copy({
        stream: fixture.people,
        fields: ['name'],
        key: ['id'],
        cursor,
        limit: 5,
      });
      expect([...leadingValues(rest.rows, 2)]).toEqual([['2', people[1]?.name]]);
      expect(rest.cursor).toBe(null);
    });

    test('[E3] takes none where one is there already, or does not fit', async () => {
      await seed(2);
      expect(await load()(person(1), person(2))).toBe('refused');
      expect(await load()(person(3), person(4, { id: null }))).toBe('refused');
      expect(await rows()).toEqual([person(2)]);
    });

    test('[E1] takes none under a stale epoch', async () => {
      await context().apply([insert(1)], { epoch: 5 });
      await expect(load({ epoch: 4 })(person(2))).rejects.toMatchObject({ code: 'LEASE_STALE' });
      expect(await rows()).toEqual([person(1)]);
    });
  });

  describe('failing rows', () => {
    test('[E9] fail alone, each with its reason, and the rest is applied', async () => {
      await seed(1);
      const writes = Array.from({ length: 20 }, (_, i) => insert(i + 10));
      writes[3] = insert(13, { email: '1@example.com' });
      writes[7] = insert(17, { age: '-1' });
      writes[11] = insert(21, { age: 'many' });
      writes.push(write('update', 1, { age: '-5' }, { age: '30' }));
      const outcomes = await context().apply(writes);
      // What refused them is named, so that what fails for one cause can be told to.
      const at = { constraint: expect.any(String), field: null };
      expect(outcomes[3]).toMatchObject({ status: 'failed', code: 'UNIQUE_VIOLATION', at });
      expect(outcomes[7]).toMatchObject({ status: 'failed', code: 'CHECK_VIOLATION', at });
      expect(outcomes[11]).toMatchObject({ status: 'failed', code: 'VALUE_INVALID' });
      expect(outcomes[20]).toMatchObject({ status: 'failed', code: 'CHECK_VIOLATION' });
      const applied = outcomes.filter(({ status }) => status === 'applied');
      expect(applied).toHaveLength(17);
      expect(await rows()).toHaveLength(18);
    });

    test('[E10] a chain of unique values goes through in source order', async () => {
      await seed(1, 2, 3);
      const move = (id: number, email: string) =>
        write('update', id, { email }, { email: `${id}@example.com` });
      const outcomes = await context().apply([
        move(3, 'free@example.com'),
        move(2, '3@example.com'),
        move(1, '2@example.com'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
      expect((await rows()).map((row) => row.email)).toEqual([
        '2@example.com',
        '3@example.com',
        'free@example.com',
      ]);
    });

    test('[E10] a deleted record makes room for its unique value', async () => {
      await seed(1);
      const outcomes = await context().apply([
        write('delete', 1, {}, { name: 'name 1' }),
        insert(2, { email: '1@example.com' }),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'applied']);
    });
  });

  describe('checkpoints', () => {
    const place = (position: string, ordinal: number, epoch: number, tag = TAG) => ({
      tag,
      position,
      ordinal,
      epoch,
    });

    test('[E7] start before everything and hold the place with which rows were written', async () => {
      const { session, apply } = context();
      await session.target.prepare([TAG]);
      const start = await session.target.checkpoints([TAG, 'absent/left']);
      expect([...start.keys()]).toEqual([TAG]);
      expect(start.get(TAG)).toMatchObject({ position: START, at: null });
      await apply([insert(1)], { checkpoints: [place('A1', 4, 2)], epoch: 2 });
      await session.target.prepare([TAG]);
      expect((await session.target.checkpoints([TAG])).get(TAG)).toMatchObject(place('A1', 4, 2));
      await apply([insert(2)], { epoch: 2 });
      expect((await session.target.checkpoints([TAG])).get(TAG)).toMatchObject(place('A1', 4, 2));
      const written = (await session.target.checkpoints([TAG])).get(TAG)?.at;
      expect(written).toBeGreaterThan(0);
      // A start puts its epoch on the place, and writes no rows.
      await apply([], { checkpoints: [place('A1', 4, 3)], epoch: 3 });
      expect((await session.target.checkpoints([TAG])).get(TAG)?.at).toBe(written);
      await apply([], { checkpoints: [place('A2', 0, 3)], epoch: 3 });
      expect((await session.target.checkpoints([TAG])).get(TAG)).toMatchObject(place('A2', 0, 3));
    });

    test('[E7] when settling throws nothing is committed, and the error comes through', async () => {
      const { session } = context();
      await session.target.prepare([TAG]);
      const refusal = new Error('the store is away');
      const batch = { writes: [insert(1)], checkpoints: [place('B1', 0, 1)], epoch: 1 };
      const refused = applyBatch(session.target, batch, () => Promise.reject(refusal));
      await expect(refused).rejects.toBe(refusal);
      expect(await rows()).toEqual([]);
      expect((await session.target.checkpoints([TAG])).get(TAG)?.position).toBe(START);
    });

    test('[E1] a stale epoch writes nothing', async () => {
      const { apply, session } = context();
      await apply([insert(1)], { checkpoints: [place('C1', 0, 5)], epoch: 5 });
      await expect(apply([insert(2)], { checkpoints: [place('C2', 0, 4)], epoch: 4 })).rejects.toMatchObject({
        code: 'LEASE_STALE',
      });
      await expect(apply([insert(3)], { epoch: 4 })).rejects.toMatchObject({ code: 'LEASE_STALE' });
      expect(await rows()).toEqual([person(1)]);
      expect((await session.target.checkpoints([TAG])).get(TAG)).toMatchObject(place('C1', 0, 5));
    });

    test('[E6] every row is tagged with its own lane, several in one transaction', async () => {
      const { fixture, session, apply, read } = context();
      const reader = await read();
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(1) }]);
      const tags = ['one/right', 'two/right', 'one/right', 'three/left', 'two/right'];
      const writes = tags.map((tag, i) => write('insert', i + 10, person(i + 10), null, tag));
      writes.push(write('delete', 1, {}, { name: 'name 1' }, 'three/left'));
      await apply(writes, { checkpoints: [place('D1', 0, 1, 'one/right'), place('D2', 0, 1, 'two/right')] });
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(2) }]);
      await reader.pass(await session.source.head());
      const writers = reader.changes.map((change) => [
        (change.after ?? change.before)?.id,
        change.op,
        change.writer,
      ]);
      expect(writers.sort()).toEqual(
        [
          ['1', 'insert', null],
          ['1', 'delete', 'three/left'],
          ['2', 'insert', null],
          ...tags.map((tag, i) => [String(i + 10), 'insert', tag]),
        ].sort(),
      );
      const ours = reader.changes.filter((change) => change.writer !== null);
      expect(new Set(ours.map((change) => change.position)).size).toBe(1);
      expect(ours.map((change) => change.ordinal)).toEqual([0, 1, 2, 3, 4, 5]);
      const stored = await session.target.checkpoints(['one/right', 'two/right', 'three/left']);
      expect([...stored.values()].map((c) => c.position).sort()).toEqual([START, 'D1', 'D2']);
    });

    test('[E6] a batch that changes nothing delivers no change', async () => {
      const { session, apply, read } = context();
      await seed(1);
      const reader = await read();
      await apply([write('upsert', 1, person(1)), write('update', 1, { name: 'x' }, { name: 'no' })], {
        checkpoints: [place('E1', 0, 1)],
      });
      await reader.pass(await session.source.head());
      expect(reader.changes).toEqual([]);
    });
  });
}
