import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { historySteps } from '#testing/history-steps.ts';
import { RecordHistory } from '#testing/record-history.ts';
import type { Lane } from '../flow/lane.ts';
import { describeTraceStep } from './describe-trace.ts';
import { traceValue } from './trace-value.ts';

const lanes = new Map();
const names = { left: 'crm', right: 'app' };

test('every value of every history is traced to the side and moment that wrote it first', () => {
  fc.assert(
    fc.property(
      historySteps,
      fc.constantFrom('a', 'b'),
      fc.constantFrom('left', 'right'),
      (steps, field, side) => {
        const history = new RecordHistory().run(steps);
        const row = history.rowsAt(history.end)[side];
        if (!row) return;
        const now = row[field] ?? null;
        const trace = traceValue({ lines: history.lines, lanes, place: { side, field }, now });
        const last = trace.at(-1);
        expect(last).toMatchObject({ kind: 'written', value: now });
        const writer = history.writers.get(`${side} ${now}`);
        expect(last).toMatchObject({ place: { side: writer?.side, field }, at: writer?.at });
        expect(trace.some(({ kind }) => kind === 'outside')).toBe(false);
      },
    ),
    { numRuns: 600 },
  );
});

test('with lines gone, a trace says where the ledger ends, and claims no other writer', () => {
  fc.assert(
    fc.property(historySteps, fc.double({ min: 0, max: 1, noNaN: true }), (steps, cut) => {
      const history = new RecordHistory().run(steps);
      const row = history.rowsAt(history.end).right;
      if (!row) return;
      const since = 1_000 + Math.round(cut * (history.end - 1_000));
      const lines = history.lines.filter(({ commitTime }) => commitTime >= since);
      const now = row.a ?? null;
      const last = traceValue({ lines, lanes, place: { side: 'right', field: 'a' }, now }).at(-1);
      const writer = history.writers.get(`right ${now}`);
      if (last?.kind === 'written') expect({ side: last.place.side, at: last.at }).toEqual(writer);
      else expect(last?.kind).toMatch(/^(beyond|found)$/);
    }),
    { numRuns: 400 },
  );
});

describe('a conflict', () => {
  const history = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'conflict', field: 'a', winner: 'left' },
  ]);
  const { lines } = history;
  const now = history.rowsAt(history.end);

  test('names the rule and what it beat, on the side that gave way', () => {
    const trace = traceValue({ lines, lanes, place: { side: 'right', field: 'a' }, now: now.right?.a });
    expect(trace.map(({ kind }) => kind)).toEqual(['carried', 'kept', 'written']);
    expect(trace[0]).toMatchObject({
      decided: {
        rule: 'prefer',
        winner: 'left',
        by: null,
        loser: { side: 'right', field: 'a', value: 'v4' },
      },
    });
    expect(describeTraceStep(trace[0]!, names)).toBe(
      'The flow wrote it to a of app, from a of crm by the mapping of version 1, as it changed. Both sides had changed it: the rule “prefer” of version 1 decided for crm. So the rule says.',
    );
  });

  test('is told on the side that won, too', () => {
    const trace = traceValue({ lines, lanes, place: { side: 'left', field: 'a' }, now: now.left?.a });
    expect(trace.map(({ kind }) => kind)).toEqual(['kept', 'written']);
    expect(trace[0]).toMatchObject({ decided: { loser: { side: 'right', value: 'v4' } } });
  });
});

test('a value that somebody else has put there is said to be no work of the flow', () => {
  const { lines } = new RecordHistory().run([{ kind: 'change', side: 'left', field: 'a' }]);
  const [first, ...rest] = traceValue({ lines, lanes, place: { side: 'right', field: 'a' }, now: 'else' });
  expect(first).toMatchObject({ kind: 'outside', now: 'else', known: 'v1' });
  expect(rest.at(-1)).toMatchObject({ kind: 'written', value: 'v1' });
});

test('a record without lines has nothing to tell, and says so', () => {
  const trace = traceValue({ lines: [], lanes, place: { side: 'left', field: 'a' }, now: 'x' });
  expect(trace).toEqual([
    {
      kind: 'beyond',
      place: { side: 'left', field: 'a' },
      since: null,
      copiedAt: null,
      cut: false,
      mappedSince: null,
    },
  ]);
});

test('a line that keeps digests alone names who wrote, and no value; and is not taken for a change from outside', () => {
  const { lines } = new RecordHistory().run([{ kind: 'change', side: 'left', field: 'a' }]);
  const digests = lines.map((line) => ({ ...line, payload: 'digests' as const }));
  const trace = traceValue({ lines: digests, lanes, place: { side: 'right', field: 'a' }, now: 'plain' });
  expect(trace.map(({ kind }) => kind)).toEqual(['carried', 'written']);
  expect(trace[0]).toMatchObject({ value: undefined, from: { value: undefined } });
  expect(describeTraceStep(trace[1]!, names)).toContain('digests alone');
});

test('what code made of a record is said to be its work, and what passes by it is not', () => {
  const { lines } = new RecordHistory().run([{ kind: 'change', side: 'left', field: 'a' }]);
  const code = { kind: 'code', code: { nodeId: 'clean' } };
  const lane = {
    fields: [],
    left: { view: { steps: [code], passing: ['id'] } },
    right: {},
  } as unknown as Lane;
  const told = (field: string) => {
    const trace = traceValue({
      lines,
      lanes: new Map([[1, lane]]),
      place: { side: 'left', field },
      now: undefined,
    });
    return describeTraceStep(trace.at(-1)!, names);
  };
  expect(told('a')).toContain('The code of clean made it of what the record held there.');
  expect(told('id')).not.toContain('clean');
});

test('of a field that the mapping did not always have, it is said since when it has it', () => {
  const { lines } = new RecordHistory().run([{ kind: 'change', side: 'left', field: 'a' }]);
  const lane = (name: string) =>
    ({ fields: [{ left: name, right: 'a' }], left: {}, right: {} }) as unknown as Lane;
  const trace = traceValue({
    lines,
    lanes: new Map([
      [1, lane('a')],
      [2, lane('renamed')],
    ]),
    place: { side: 'left', field: 'renamed' },
    now: 'v1',
  });
  expect(trace).toMatchObject([{ kind: 'beyond', mappedSince: 2 }]);
  expect(describeTraceStep(trace[0]!, names)).toContain('the mapping has this field since version 2');
});

test('where a log tells no old rows, a value is traced to the change that wrote it, not to the last that told it', () => {
  const history = new RecordHistory().run([
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'left', field: 'a' },
    { kind: 'change', side: 'left', field: 'b' },
  ]);
  const keyOnly = history.lines.map((line) => ({ ...line, before: null, targetBefore: null }));
  for (const side of ['left', 'right'] as const) {
    const now = history.rowsAt(history.end)[side]?.a ?? null;
    const last = traceValue({ lines: keyOnly, lanes, place: { side, field: 'a' }, now }).at(-1);
    expect(last).toMatchObject({ kind: 'written', line: { seq: history.lines[1]?.seq } });
  }
});
