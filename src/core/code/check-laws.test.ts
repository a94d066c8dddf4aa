import { describe, expect, test } from 'vitest';
import type { CodeResult } from '../ports/code-runner.ts';
import type { Row } from '../values/value.ts';
import { checkLaws } from './check-laws.ts';
import type { CodeField } from './code-field.ts';
import type { Lens } from './take-there-and-back.ts';

const text = (name: string, nullable = false): CodeField => ({ name, type: { kind: 'text' }, nullable });
const amount = (name: string): CodeField => ({
  name,
  type: { kind: 'decimal', precision: 12, scale: 2 },
  nullable: false,
});

/** A lens of plain functions over rows; what they throw is a failed result, as from the sandbox. */
function lensOf(
  input: CodeField[],
  output: CodeField[],
  forward: (row: Row) => Row | null,
  backward: (row: Row) => Row | null,
) {
  let calls = 0;
  const run = (make: (row: Row) => Row | null) => async (rows: readonly Row[]) => {
    calls += 1;
    return rows.map((row): CodeResult => {
      try {
        const made = make(row);
        return { kind: 'records', rows: made ? [made] : [] };
      } catch (error) {
        const { message } = error as Error;
        return {
          kind: 'failed',
          failure: { code: 'CODE_FAILED', message, module: null, line: 3, column: 1 },
        };
      }
    });
  };
  const lens: Lens = { input, output, forward: run(forward), backward: run(backward) };
  return { lens, calls: () => calls };
}

const whole = { samples: 0, complete: true, broken: [], thrown: [] };

describe('a lens', () => {
  test('that keeps everything holds, in few runs', async () => {
    const { lens, calls } = lensOf(
      [text('name'), amount('net')],
      [text('title'), amount('net')],
      ({ name = null, net = null }) => ({ title: name, net }),
      ({ title = null, net = null }) => ({ name: title, net }),
    );
    expect(await checkLaws(lens, {}, { runs: 300 })).toEqual({ ...whole, generated: 600 });
    expect(calls()).toBeLessThan(20);
  });

  test('may spell a value otherwise', async () => {
    const { lens } = lensOf(
      [amount('net')],
      [amount('net')],
      ({ net }) => ({ net: String(net).replace(/\.?0+$/, '') }),
      ({ net }) => ({ net: `${net}` }),
    );
    expect((await checkLaws(lens, {}, { runs: 100 })).broken).toEqual([]);
  });

  test('that changes a value is told with the smallest record and the fields that differ', async () => {
    const { lens } = lensOf(
      [text('name'), text('other', true)],
      [text('name'), text('other', true)],
      ({ name = null, other = null }) => ({ name: name?.slice(0, 3) ?? null, other }),
      (row) => row,
    );
    const report = await checkLaws(lens, {});
    expect(report.broken.map(({ law }) => law)).toEqual(['input', 'output']);
    const [first] = report.broken;
    expect(first).toMatchObject({ from: 'generated', onto: null, fields: ['name'] });
    expect(first?.given.name).toHaveLength(4);
    expect(first?.given.other).toBeNull();
    expect(first?.back).toEqual({ name: first?.given.name?.slice(0, 3), other: null });
    expect(report.thrown).toEqual([]);
  });

  test('is told the same record every time', async () => {
    const { lens } = lensOf(
      [text('a')],
      [text('a')],
      ({ a }) => ({ a: String(a).trim() }),
      (row) => row,
    );
    expect(await checkLaws(lens, {})).toEqual(await checkLaws(lens, {}));
  });

  test('that fails on a value is told apart from one that changes it', async () => {
    const { lens } = lensOf(
      [text('mail')],
      [text('mail')],
      ({ mail = null }) => {
        if (!mail?.includes('@')) throw new Error('no address');
        return { mail };
      },
      (row) => row,
    );
    const report = await checkLaws(lens, {});
    expect(report.broken).toEqual([]);
    expect(report.thrown).toMatchObject([
      {
        law: 'input',
        from: 'generated',
        given: { mail: '' },
        entry: 'forward',
        message: 'no address',
        line: 3,
      },
      { law: 'output', entry: 'forward' },
    ]);
  });
});

describe('what a function leaves out', () => {
  const input = [text('name'), text('note')];
  const output = [text('name'), text('note')];

  test('stays as it is, so it is not asked to come back', async () => {
    const { lens } = lensOf(
      input,
      output,
      ({ name = null, note = null }) => ({ name, note }),
      ({ name = null }) => ({ name }),
    );
    const report = await checkLaws(lens, {}, { runs: 100 });
    // An edit of `note` on the other side is never carried back: that is a law broken.
    expect(report.broken).toMatchObject([{ law: 'output', fields: ['note'] }]);
    expect(report.broken[0]?.onto).not.toBeNull();
  });

  test('need not come back where no pair carries it', async () => {
    const { lens } = lensOf(
      input,
      output,
      ({ name = null, note = null }) => ({ name, note }),
      ({ name = null }) => ({ name }),
    );
    const held = { output: new Set(['name']) };
    expect((await checkLaws({ ...lens, held }, {}, { runs: 100 })).broken).toEqual([]);
  });
});

describe('records that occur', () => {
  const split = lensOf(
    [text('first'), text('last')],
    [text('name')],
    ({ first, last }) => ({ name: `${first} ${last}` }),
    ({ name }) => {
      const [first = '', ...rest] = String(name).split(' ');
      return { first, last: rest.join(' ') };
    },
  ).lens;

  test('come before those that are made up', async () => {
    const report = await checkLaws(split, { input: [{ first: 'Mary Ann', last: 'Evans' }] }, { runs: 100 });
    expect(report.broken[0]).toEqual({
      law: 'input',
      from: 'sample',
      given: { first: 'Mary Ann', last: 'Evans' },
      through: { name: 'Mary Ann Evans' },
      onto: null,
      back: { first: 'Mary', last: 'Ann Evans' },
      fields: ['first', 'last'],
    });
    expect(report.broken[1]).toMatchObject({ law: 'output', from: 'generated' });
  });

  test('are tried with one value of another, as after an edit on the other side', async () => {
    const { lens } = lensOf(
      [text('kind'), text('name')],
      [text('kind'), text('name')],
      (row) => row,
      ({ kind = null, name = null }) => ({ kind, name: kind === 'person' ? name : 'n/a' }),
    );
    const rows = [
      { kind: 'person', name: 'Ada' },
      { kind: 'firm', name: 'n/a' },
    ];
    const { broken } = await checkLaws(lens, { input: rows }, { runs: 1 });
    expect(broken).toMatchObject([
      { law: 'input', from: 'sample', given: { kind: 'firm', name: 'Ada' }, fields: ['name'] },
      { law: 'output', from: 'sample' },
    ]);
  });

  test('that are dropped on their way there break no law, those that do not come back do', async () => {
    const drops = (row: Row) => (row.name === 'no' ? null : row);
    const there = lensOf([text('name')], [text('name')], drops, (row) => row).lens;
    const rows = [{ name: 'no' }];
    expect((await checkLaws(there, { input: rows }, { runs: 0 })).broken).toEqual([]);
    const back = lensOf([text('name')], [text('name')], (row) => row, drops).lens;
    expect((await checkLaws(back, { input: rows }, { runs: 0 })).broken).toMatchObject([
      { law: 'input', back: null, fields: ['name'] },
    ]);
  });
});

test('what finds a record passes by the code, so it need not come back', async () => {
  const { lens } = lensOf(
    [text('id'), text('mail')],
    [text('id'), text('mail')],
    (row) => row,
    ({ mail = null }) => ({ mail }),
  );
  const rows = [
    { id: '1', mail: 'a' },
    { id: '2', mail: 'b' },
  ];
  expect((await checkLaws({ ...lens, passing: ['id'] }, { input: rows }, { runs: 100 })).broken).toEqual([]);
  expect((await checkLaws(lens, { input: rows }, { runs: 100 })).broken).toMatchObject([{ law: 'output' }]);
});

test('what is late ends early, and says so', async () => {
  const { lens } = lensOf(
    [text('a')],
    [text('a')],
    (row) => row,
    (row) => row,
  );
  const told: [number, number][] = [];
  let batches = 0;
  const report = await checkLaws(
    lens,
    {},
    { runs: 1000, isLate: () => ++batches > 2, onProgress: (done, of) => told.push([done, of]) },
  );
  expect(report).toMatchObject({ complete: false, generated: 200 });
  expect(told).toEqual([
    [100, 2000],
    [200, 2000],
  ]);
});
