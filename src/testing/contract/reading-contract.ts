import { describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { Row } from '#core/values/value.ts';
import type { ContractContext } from './connector-contract.ts';
import { person } from './feed-contract.ts';

const peopleFields = ['id', 'name', 'email', 'age', 'note'];

/** What snapshot, covers, read, introspect, cleanup and the clock promise. */
export function describeReading(context: () => ContractContext): void {
  describe('reading', () => {
    test('describes its streams', async () => {
      const { fixture, session } = context();
      const [people] = await session.introspect([fixture.people]);
      expect(people).toMatchObject({
        name: fixture.people,
        key: ['id'],
        uniques: [['email']],
        references: [],
        beforeImage: 'full',
      });
      expect(
        people!.fields.map(({ name, type, nullable, readOnly }) => [name, type.kind, nullable, readOnly]),
      ).toEqual([
        ['id', 'int32', false, false],
        ['name', 'text', true, false],
        ['email', 'text', true, false],
        ['age', 'int32', true, false],
        ['note', 'text', true, false],
      ]);
      const all = (await session.introspect()).map((stream) => stream.name);
      expect(all).toEqual(expect.arrayContaining([fixture.people, fixture.lines]));
      expect(await session.introspect([`${fixture.people}_absent`])).toEqual([]);
      expect((await session.test()).latencyMs).toBeGreaterThanOrEqual(0);
    });

    test('a snapshot in chunks of any size gives every row once, in key order', async () => {
      const { fixture, session } = context();
      const ids = Array.from({ length: 23 }, (_, i) => i * 7 - 40);
      await fixture.write(ids.map((id) => ({ op: 'insert', stream: fixture.people, row: person(id) })));
      for (const limit of [1, 5, 23, 100]) {
        const rows = await readAll(session, fixture.people, ['id'], peopleFields, limit);
        expect(rows.map((row) => Number(row.id))).toEqual(ids);
        expect(rows[3]).toEqual(person(ids[3]!));
      }
    });

    test('a snapshot of a composite key goes on from a stored cursor', async () => {
      const { fixture, session } = context();
      const rows = [1, 2, 10].flatMap((order) =>
        [3, 20].map((line) => ({ order_id: String(order), line: String(line), quantity: '1' })),
      );
      await fixture.write(rows.map((row) => ({ op: 'insert', stream: fixture.lines, row })));
      const request = { stream: fixture.lines, key: ['order_id', 'line'], fields: ['quantity'], limit: 4 };
      const first = await session.source.snapshot({ ...request, cursor: null });
      const stored = JSON.parse(JSON.stringify({ cursor: first.cursor })).cursor as string;
      const second = await session.source.snapshot({ ...request, cursor: stored });
      expect([...first.rows, ...second.rows].map((row) => [row.order_id, row.line])).toEqual(
        rows.map((row) => [row.order_id, row.line]),
      );
      expect(second.cursor).toBe(null);
      const keys = [
        { order_id: '2', line: '3' },
        { order_id: '2', line: '20' },
        { order_id: '2', line: '21' },
        { order_id: '10', line: '3' },
      ];
      const covered = await session.source.covers({
        stream: fixture.lines,
        key: request.key,
        cursor: stored,
        keys,
      });
      expect(covered).toEqual([true, true, false, false]);
    });

    test('read gives the rows that are there', async () => {
      const { fixture, session } = context();
      await fixture.write([1, 2, 3].map((id) => ({ op: 'insert', stream: fixture.people, row: person(id) })));
      const keys = [{ id: '3' }, { id: '4' }, { id: '1' }];
      const rows = await session.source.read({
        stream: fixture.people,
        fields: peopleFields,
        key: ['id'],
        keys,
      });
      expect(rows.sort((a, b) => Number(a.id) - Number(b.id))).toEqual([person(1), person(3)]);
      expect(
        await session.source.read({ stream: fixture.people, fields: ['id'], key: ['id'], keys: [] }),
      ).toEqual([]);
      expect(await session.sample(fixture.people, 2)).toHaveLength(2);
    });

    test('[E14] measures the clock', async () => {
      const { offset, uncertainty } = await context().session.source.clock();
      expect(Math.abs(offset)).toBeLessThan(1_000_000);
      expect(uncertainty).toBeLessThan(1_000_000);
    });

    test('preflight is content with a good stream and names a missing one', async () => {
      const { fixture, session } = context();
      const findings = await session.preflight({ streams: [fixture.people, 'public.absent'], use: 'both' });
      expect(findings.filter((f) => f.severity !== 'ok').map((f) => [f.code, f.stream])).toEqual([
        ['STREAM_MISSING', 'public.absent'],
      ]);
    });

    test('cleanup takes away what it named, also under a running feed, and nothing of others', async () => {
      const { session, read, apply, fixture } = context();
      await read('mine');
      await read('other');
      const tags = ['mine/right', 'other/right'];
      await session.target.prepare(tags);
      const scope = { feedIds: ['mine'], tags: ['mine/right'] };
      const owned = await session.owned(scope);
      expect(owned.length).toBeGreaterThan(0);
      expect(await session.cleanup(scope)).toEqual(owned);
      expect(await session.owned(scope)).toEqual([]);
      expect([...(await session.target.checkpoints(tags)).keys()]).toEqual(['other/right']);
      const key = { id: '1' };
      const write = { tag: 'other/right', stream: fixture.people, op: 'insert' as const, key, guard: null };
      expect(await apply([{ ...write, set: person(1) }])).toEqual([{ status: 'applied' }]);
      await session.cleanup({ feedIds: ['other'], tags: ['other/right'] });
      expect(await session.owned({ feedIds: ['mine', 'other'], tags })).toEqual([]);
    });
  });
}

/** Every chunk of a snapshot, one after the other. */
async function readAll(
  session: ConnectorSession,
  stream: string,
  key: string[],
  fields: string[],
  limit: number,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const chunk = await session.source.snapshot({ stream, key, fields, cursor, limit });
    expect(chunk.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...chunk.rows);
    cursor = chunk.cursor;
  } while (cursor !== null);
  return rows;
}
