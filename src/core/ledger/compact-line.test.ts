import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../values/value.ts';
import { compactLine, expandLine } from './compact-line.ts';
import type { LedgerLine } from './ledger-line.ts';

const pairs = [
  ['id', 'contact_id'],
  ['name', 'title'],
  ['pairs', 'pairs'],
] as const;

const row = fc.record(
  { id: fc.string(), name: fc.option(fc.string()), pairs: fc.option(fc.string()) },
  { requiredKeys: ['id'] },
) as fc.Arbitrary<Row>;

/** As the engine names it. */
function changedFields(before: Row | null, after: Row | null): string[] {
  const names = Object.keys(after ?? before ?? {});
  if (!before || !after) return names;
  return names.filter((name) => name in before && before[name] !== after[name]);
}

const toRight = (from: Row | null) =>
  from &&
  Object.fromEntries(
    pairs.flatMap(([left, right]) => (from[left] === undefined ? [] : [[right, from[left]]])),
  );

describe('a line in its compact form', () => {
  test('[E7] is read back as it was written, whatever of it is known', () => {
    fc.assert(
      fc.property(
        fc.option(row),
        fc.option(row),
        fc.constantFrom('live', 'snapshot', 'revert'),
        fc.boolean(),
        fc.subarray(['id', 'name', 'pairs']),
        (before, after, cause, same, named) => {
          const line = {
            side: 'left',
            op: 'update',
            cause,
            before,
            after,
            // What an action names as changed its rows need not tell.
            changed: cause === 'revert' ? named : changedFields(before, after),
            targetBefore: same ? { pairs } : null,
            targetAfter: same ? { pairs } : toRight(after),
          } as unknown as LedgerLine;
          const stored = JSON.parse(JSON.stringify(compactLine(line)));
          const read = stored.compact ? expandLine('left', stored, pairs) : stored;
          expect(read).toMatchObject({
            before,
            after,
            changed: line.changed,
            targetBefore: same ? toRight(before) : null,
            targetAfter: toRight(after),
          });
        },
      ),
    );
  });

  test('keeps of an update only what differs', () => {
    const line = {
      side: 'left',
      op: 'update',
      cause: 'live',
      before: { id: '1', name: 'Ann' },
      after: { id: '1', name: 'Anne' },
      changed: ['name'],
      targetBefore: { pairs },
      targetAfter: { pairs },
    } as unknown as LedgerLine;
    expect(compactLine(line)).toEqual({
      before: { name: 'Ann' },
      after: { id: '1', name: 'Anne' },
      targetBefore: true,
      targetAfter: true,
      changed: ['name'],
      compact: true,
    });
  });
});
