import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ConnectorSession } from '#core/ports/connector.ts';
import type { KeyPart, RangeDigests } from '#core/ports/range-digests.ts';
import { type DigestField, digestRowText } from '#core/values/digest-form.ts';
import type { Row } from '#core/values/value.ts';
import type { ContractContext } from './connector-contract.ts';
import { digestOfRows } from './digest-of-rows.ts';
import { person } from './feed-contract.ts';

type Range = Extract<KeyPart, { kind: 'range' }>;

const asText = (names: string[]): DigestField[] => names.map((name) => ({ name, form: { kind: 'text' } }));
const fields = asText(['id', 'name', 'email', 'age', 'note']);
const everything: Range = { kind: 'range', lower: null, upper: null };
/** After one id, up to another. */
const between = (after: number, upTo: number): Range => ({
  kind: 'range',
  lower: { key: { id: String(after) }, inclusive: false },
  upper: { key: { id: String(upTo) }, inclusive: true },
});

function expected(rows: Row[], of: DigestField[]): { count: number; digest: string } {
  return {
    count: rows.length,
    digest: digestOfRows(rows.map((row) => of.map(({ name }) => row[name] ?? null))),
  };
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function digestsOf({ source }: ConnectorSession): RangeDigests {
  if (!source.digests) throw new Error('the connector computes no digests');
  return source.digests;
}

/** What the digests of a source promise. */
export function describeDigests(context: () => ContractContext): void {
  describe('[E17] digests', () => {
    test('of a range are the sum over its rows, whatever they hold', async () => {
      const { fixture, session } = context();
      const digests = digestsOf(session);
      const rows: Row[] = [
        ...[-7, 1, 2, 3, 10].map((id) => person(id)),
        { id: '20', name: '', email: null, age: null, note: 'ä, 語 and 👍' },
        { id: '21', name: 'a:1', email: "it's", age: '0', note: null },
      ];
      await fixture.write(rows.map((row) => ({ op: 'insert', stream: fixture.people, row })));
      const request = { stream: fixture.people, key: ['id'], fields };
      expect(await digests.range({ ...request, within: everything })).toEqual(expected(rows, fields));
      expect(await digests.range({ ...request, within: between(1, 10) })).toEqual(
        expected(rows.slice(2, 5), fields),
      );
      const closed: Range = { ...between(1, 10), lower: { key: { id: '1' }, inclusive: true } };
      expect((await digests.range({ ...request, within: closed })).count).toBe(4);
      expect(await digests.range({ ...request, within: between(100, 200) })).toEqual({
        count: 0,
        digest: '0',
      });
      // A field moved into its neighbour is another row.
      expect(expected([{ a: 'x', b: 'yz' }], asText(['a', 'b']))).not.toEqual(
        expected([{ a: 'xy', b: 'z' }], asText(['a', 'b'])),
      );
    });

    test('of a range end at every so-many-th key, in key order', async () => {
      const { fixture, session } = context();
      const digests = digestsOf(session);
      const lines = [1, 2, 10].flatMap((order) =>
        [3, 20, 100].map((line) => ({ order_id: String(order), line: String(line), quantity: '1' })),
      );
      await fixture.write(lines.map((row) => ({ op: 'insert', stream: fixture.lines, row })));
      const request = { stream: fixture.lines, key: ['order_id', 'line'], within: everything };
      const keys = [lines[1], lines[3], lines[5], lines[7]].map((row) => ({
        order_id: row?.order_id,
        line: row?.line,
      }));
      expect(await digests.bounds({ ...request, every: 2, limit: 100 })).toEqual(keys);
      expect(await digests.bounds({ ...request, every: 2, limit: 1 })).toEqual(keys.slice(0, 1));
      expect(await digests.bounds({ ...request, every: 10, limit: 1 })).toEqual([]);
      const within: Range = {
        kind: 'range',
        lower: { key: keys[0] as Row, inclusive: false },
        upper: { key: keys[2] as Row, inclusive: true },
      };
      const of = asText(['order_id', 'line', 'quantity']);
      expect(await digests.range({ ...request, fields: of, within })).toEqual(
        expected(lines.slice(2, 6), of),
      );
    });

    test('of buckets take every row once, by the hash of its key', async () => {
      const { fixture, session } = context();
      const digests = digestsOf(session);
      const rows = Array.from({ length: 40 }, (_, id) => person(id));
      await fixture.write(rows.map((row) => ({ op: 'insert', stream: fixture.people, row })));
      const key = asText(['id']);
      const bucket = (row: Row) => Number.parseInt(md5(digestRowText([row.id ?? null])).slice(0, 7), 16) % 8;
      const found = await digests.buckets({ stream: fixture.people, key, fields, of: 8 });
      expect(found).toEqual(
        Array.from({ length: 8 }, (_, n) =>
          expected(
            rows.filter((row) => bucket(row) === n),
            fields,
          ),
        ),
      );
    });

    test('name parts that a snapshot reads alone', async () => {
      const { fixture, session } = context();
      const rows = Array.from({ length: 40 }, (_, id) => person(id));
      await fixture.write(rows.map((row) => ({ op: 'insert', stream: fixture.people, row })));
      const read = async (within: KeyPart) => {
        const ids: number[] = [];
        let cursor: string | null = null;
        do {
          const chunk = await session.source.snapshot({
            stream: fixture.people,
            key: ['id'],
            fields: ['name'],
            cursor,
            limit: 3,
            within,
          });
          ids.push(...chunk.rows.map((row) => Number(row.id)));
          cursor = chunk.cursor;
        } while (cursor !== null);
        return ids;
      };
      expect(await read(between(4, 14))).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
      const key = asText(['id']);
      const parts = await Promise.all(
        [[0, 2], [1]].map((buckets) => read({ kind: 'buckets', of: 3, buckets, key })),
      );
      expect(parts.every((part) => part.length > 0)).toBe(true);
      expect(parts.flat().sort((a, b) => a - b)).toEqual(rows.map((row) => Number(row.id)));
    });
  });
}
