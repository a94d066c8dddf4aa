import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Row } from '#core/values/value.ts';
import type { ContractContext } from './connector-contract.ts';
import { FeedReader } from './feed-reader.ts';

/** A row of `people`. */
export function person(id: number, more: Row = {}): Row {
  return { id: String(id), name: `name ${id}`, email: `${id}@example.com`, age: '30', note: null, ...more };
}

/** What `source.prepare`, `open` and the feed promise. */
export function describeFeed(context: () => ContractContext): void {
  describe('feed', () => {
    test('[E2] delivers transactions whole and in commit order, with counted ordinals', async () => {
      const { fixture, session, read } = context();
      const { people, lines } = fixture;
      const reader = await read();
      await fixture.write([
        { op: 'insert', stream: people, row: person(1) },
        { op: 'insert', stream: lines, row: { order_id: '1', line: '1', quantity: '5' } },
      ]);
      await fixture.write([{ op: 'update', stream: people, key: { id: '1' }, set: { name: 'new' } }]);
      await fixture.write([{ op: 'delete', stream: lines, key: { order_id: '1', line: '1' } }]);
      await reader.pass(await session.source.head());
      const told = reader.events.filter((event) => event.kind !== 'schema' && event.kind !== 'heartbeat');
      const kinds = told.map((event) => (event.kind === 'change' ? event.op : event.kind)).join(' ');
      expect(kinds).toContain('begin insert insert commit begin update commit begin delete commit');
      expect(reader.changes.map((change) => [change.stream, change.ordinal])).toEqual([
        [people, 0],
        [lines, 1],
        [people, 0],
        [lines, 0],
      ]);
      const positions = reader.changes.map((change) => change.position);
      expect(positions[0]).toBe(positions[1]);
      expect([...positions].sort()).toEqual(positions);
      expect(new Set(positions).size).toBe(3);
      for (const { commitTime } of reader.changes) {
        expect(Math.abs(commitTime - Date.now() * 1000)).toBeLessThan(60_000_000);
      }
    });

    test('[E5] delivers whole rows before and after', async () => {
      const { fixture, session, read } = context();
      const reader = await read();
      const key = { id: '1' };
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(1) }]);
      await fixture.write([{ op: 'update', stream: fixture.people, key, set: { name: null, id: '2' } }]);
      await fixture.write([{ op: 'delete', stream: fixture.people, key: { id: '2' } }]);
      await reader.pass(await session.source.head());
      const changed = person(1, { id: '2', name: null });
      expect(reader.changes.map(({ op, before, after, writer }) => ({ op, before, after, writer }))).toEqual([
        { op: 'insert', before: null, after: person(1), writer: null },
        { op: 'update', before: person(1), after: changed, writer: null },
        { op: 'delete', before: changed, after: null, writer: null },
      ]);
    });

    test('tells of a truncation', async () => {
      const { fixture, session, read } = context();
      const reader = await read();
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(1) }]);
      await fixture.write([{ op: 'truncate', stream: fixture.people }]);
      await reader.pass(await session.source.head());
      if (fixture.truncates === false) {
        expect(reader.changes.map(({ op, before }) => [op, before])).toEqual([
          ['insert', null],
          ['delete', person(1)],
        ]);
        return;
      }
      expect(reader.events.find((event) => event.kind === 'truncate')).toMatchObject({
        streams: [fixture.people],
        ordinal: 0,
        writer: null,
      });
    });

    test('[E8] passes a head soon when nobody writes, and never goes back', async () => {
      const { session, read } = context();
      const reader = await read();
      const first = await session.source.head();
      await reader.pass(first);
      const second = await session.source.head();
      await reader.pass(second);
      expect(second > first).toBe(true);
      const passed = reader.events.flatMap((e) =>
        e.kind === 'commit' || e.kind === 'heartbeat' ? [e.position] : [],
      );
      expect([...passed].sort()).toEqual(passed);
    });

    test('[E8] goes on after what was acknowledged, without loss and without repetition', async () => {
      const { fixture, session, read } = context();
      const insert = (id: number) =>
        fixture.write([{ op: 'insert', stream: fixture.people, row: person(id) }]);
      const first = await read();
      await insert(1);
      await insert(2);
      await first.pass(await session.source.head());
      const acknowledged = first.changes[0]!.position;
      first.feed.acknowledge(acknowledged);
      await first.close();
      await insert(3);

      const second = await read();
      await second.pass(await session.source.head());
      expect(second.changes.map((change) => change.after?.id)).toEqual(['2', '3']);
      expect(second.changes.map(({ position }) => position)[0]).toBe(first.changes[1]!.position);
      second.feed.acknowledge(second.delivered);
      await second.close();

      const third = await read();
      await insert(4);
      await third.pass(await session.source.head());
      expect(third.changes.map((change) => change.after?.id)).toEqual(['4']);
    });

    test('[E7] what is read again is the same, in its places, times and values', async () => {
      const { fixture, session, read } = context();
      const first = await read();
      await fixture.write([
        { op: 'insert', stream: fixture.people, row: person(1) },
        { op: 'insert', stream: fixture.people, row: person(2) },
      ]);
      await fixture.write([{ op: 'update', stream: fixture.people, key: { id: '1' }, set: { note: 'n' } }]);
      const head = await session.source.head();
      await first.pass(head);
      await first.close();
      // A log may tell times coarsely: what is made of them must not depend on when it is read.
      await sleep(600);
      const second = await read();
      await second.pass(head);
      expect(second.changes).toEqual(first.changes);
    });

    test('serves two feeds from the same log, each with its own place', async () => {
      const { fixture, session, read } = context();
      const one = await read('one');
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(1) }]);
      const two = await read('two');
      await fixture.write([{ op: 'insert', stream: fixture.people, row: person(2) }]);
      const head = await session.source.head();
      await Promise.all([one.pass(head), two.pass(head)]);
      expect(one.changes.map((change) => change.after?.id)).toEqual(['1', '2']);
      expect(two.changes.map((change) => change.after?.id)).toEqual(['2']);
    });

    test('prepare says whether the feed is new, and adapts it to other streams', async () => {
      const { fixture, session } = context();
      const { people, lines } = fixture;
      const narrow = { feedId: 'narrow', streams: [people] };
      expect(await session.source.isWhole(narrow.feedId)).toBe(false);
      expect(await session.source.prepare(narrow)).toEqual({ created: true });
      expect(await session.source.isWhole(narrow.feedId)).toBe(true);
      expect(await session.source.prepare(narrow)).toEqual({ created: false });
      const line = (n: number) =>
        ({ op: 'insert', stream: lines, row: { order_id: '1', line: String(n), quantity: '1' } }) as const;
      await fixture.write([line(1), { op: 'insert', stream: people, row: person(1) }]);
      const wide = { feedId: 'narrow', streams: [people, lines] };
      expect(await session.source.prepare(wide)).toEqual({ created: false });
      await fixture.write([line(2)]);
      const reader = new FeedReader(await session.source.open(wide));
      await reader.pass(await session.source.head());
      await reader.close();
      expect(reader.changes.map((change) => [change.stream, change.ordinal])).toEqual([
        [people, 0],
        [lines, 0],
      ]);
    });

    test('delivers a large transaction whole while the reader is slow', async () => {
      const { fixture, session } = context();
      const feed = { feedId: 'slow', streams: [fixture.people] };
      await session.source.prepare(feed);
      const opened = await session.source.open(feed);
      const note = 'x'.repeat(20_000);
      for (let part = 0; part < 4; part++) {
        await fixture.write(
          Array.from({ length: 250 }, (_, i) => ({
            op: 'insert' as const,
            stream: fixture.people,
            row: person(part * 250 + i, { note }),
          })),
        );
      }
      const head = await session.source.head();
      const ids: string[] = [];
      let at = '';
      for await (const events of opened.events) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        for (const event of events) {
          if (event.kind === 'change') ids.push(event.after!.id!);
          if (event.kind === 'commit' || event.kind === 'heartbeat') at = event.position;
        }
        if (at >= head) break;
      }
      await opened.close();
      expect(ids).toEqual(Array.from({ length: 1000 }, (_, i) => String(i)));
    });

    test('close ends the reading at once and leaves the feed free to be opened again', async () => {
      const { read } = context();
      for (let i = 0; i < 5; i++) {
        const reader = await read();
        const start = Date.now();
        await reader.close();
        expect(Date.now() - start).toBeLessThan(2000);
      }
    });
  });
}
