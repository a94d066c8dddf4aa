import fc from 'fast-check';
import { expect, test } from 'vitest';
import { historySteps } from '#testing/history-steps.ts';
import { RecordHistory } from '#testing/record-history.ts';
import { recordAsOf, type SideThen } from './record-as-of.ts';

const both = (since: number) => ({ left: since, right: since });
const names = { left: ['a', 'b'], right: ['a', 'b'] };

function values(then: SideThen): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(then.fields).map(([name, value]) => [name, value.kind === 'known' ? value.value : '?']),
  );
}

test('from whole histories every moment is told exactly, as a replay has it', () => {
  fc.assert(
    fc.property(historySteps, fc.double({ min: 0, max: 1, noNaN: true }), (steps, part) => {
      const history = new RecordHistory().run(steps);
      const moment = 1_000 + Math.round(part * (history.end - 1_000));
      const rows = history.rowsAt(moment);
      const then = recordAsOf(history.lines, moment, names, both(0));
      for (const side of ['left', 'right'] as const) {
        const row = rows[side];
        expect(then[side].exists).toBe(history.lines.length === 0 ? null : row !== null);
        if (row) expect(values(then[side])).toMatchObject({ a: row.a, b: row.b });
      }
    }),
    { numRuns: 1500 },
  );
});

const clock = fc.integer({ min: -40, max: 40 });

test('with clocks that differ, every moment is told exactly where they are measured, and the end in any case', () => {
  fc.assert(
    fc.property(
      ...[historySteps, clock, clock, fc.double({ min: 0, max: 1, noNaN: true })],
      (steps, left, right, part) => {
        const history = new RecordHistory({ left, right }).run(steps);
        const reading = (offset: number) => ({ offset, uncertainty: 0 });
        const clocks = { left: reading(left), right: reading(right) };
        const told = (moment: number, known: object) => {
          const rows = history.rowsAt(moment);
          const then = recordAsOf(history.lines, moment, names, both(0), known);
          for (const side of ['left', 'right'] as const) {
            const row = rows[side];
            expect(then[side].exists ?? false).toBe(row !== null);
            if (row) expect(values(then[side])).toMatchObject({ a: row.a, b: row.b });
          }
        };
        told(1_000 + Math.round(part * (history.end - 1_000)), { clocks });
        told(history.end, {});
      },
    ),
    { numRuns: 1500 },
  );
});

test('from what retention has left, nothing that is told is wrong', () => {
  fc.assert(
    fc.property(
      historySteps,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, cut, part) => {
        const history = new RecordHistory().run(steps);
        const since = 1_000 + Math.round(cut * (history.end - 1_000));
        const lines = history.lines.filter(({ commitTime }) => commitTime >= since);
        const moment = 1_000 + Math.round(part * (history.end - 1_000));
        const rows = history.rowsAt(moment);
        const then = recordAsOf(lines, moment, names, both(since));
        for (const side of ['left', 'right'] as const) {
          const { exists, fields } = then[side];
          if (exists !== null) expect(exists).toBe(rows[side] !== null);
          for (const [name, value] of Object.entries(fields)) {
            if (value.kind === 'known') expect(value.value).toBe(rows[side]?.[name]);
          }
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test('what no line tells is unknown, and a first change tells what stood before it', () => {
  const history = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'left', field: 'a' },
  ]);
  const [, second] = history.lines;
  const before = second!.commitTime - 1;
  const then = recordAsOf([second!], before, names, both(before));
  expect(then.left).toMatchObject({
    exists: true,
    fields: { a: { kind: 'known', value: 'v1', since: null } },
  });
  expect(recordAsOf([second!], before, names, both(before + 1)).left.fields.a).toEqual({ kind: 'unknown' });
  expect(recordAsOf([], before, names, both(before)).left).toEqual({
    exists: null,
    fields: { a: { kind: 'unknown' }, b: { kind: 'unknown' } },
  });
});

test('what a first line only found there is not said to have come there then', () => {
  const history = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'left', field: 'a' },
  ]);
  const [, second] = history.lines;
  const { fields } = recordAsOf([second!], history.end, names, both(0)).left;
  expect(fields).toMatchObject({ a: { since: second!.commitTime }, b: { kind: 'known', since: null } });
});

test('nothing is taken from beyond a repair: what happened in a lost log was not told', () => {
  const history = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'left', field: 'a' },
  ]);
  const repair = { ...history.lines[1]!, cause: 'repair' as const };
  const then = recordAsOf([repair], repair.commitTime - 5, names, both(0));
  expect(then.left.fields.a).toEqual({ kind: 'unknown' });
});

test('where the ledger keeps digests alone, values are unknown, and what is empty is known to be', () => {
  const history = new RecordHistory().run([{ kind: 'change', side: 'left', field: 'a' }]);
  const [line] = history.lines;
  const digests = { ...line!, payload: 'digests' as const, after: { ...line!.after, b: null } };
  const then = recordAsOf([digests], history.end, names, both(0));
  expect(then.left).toMatchObject({
    exists: true,
    fields: { a: { kind: 'unknown' }, b: { kind: 'known', value: null } },
  });
});
