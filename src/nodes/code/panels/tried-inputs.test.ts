import { expect, test } from 'vitest';
import { CodeCase, PinnedRecord } from '#core/code/code-case.ts';
import { caseOf, triedInputs } from './tried-inputs.ts';

test('what code is tried on comes from the ledger, pinned records, the cases and the stream, in this order, by the function', () => {
  const one = { name: 'Ada', input: { id: '1' }, expect: { kind: 'records', rows: [] } } as const;
  const found = {
    pins: [
      PinnedRecord.parse({ entry: 'forward', input: { name: 'Dan', id: '4' } }),
      PinnedRecord.parse({ entry: 'backward', input: { id: '5' } }),
    ],
    cases: [
      CodeCase.parse({ ...one, entry: 'forward' }),
      CodeCase.parse({ ...one, name: 'Back', entry: 'backward' }),
    ],
    samples: {
      // One of them is pinned already.
      rows: [
        { id: '4', name: 'Dan' },
        { id: '2', name: 'Bob' },
      ],
      entry: 'forward' as const,
      dropped: 0,
      failed: 0,
      failure: null,
      masked: [],
    },
    debug: {
      nodeId: 'names',
      entry: 'forward' as const,
      given: { id: '3', name: 'Cyd' },
      read: 'logged' as const,
      masked: [],
      line: {
        seq: '7',
        side: 'left' as const,
        status: 'failed' as const,
        code: 'CODE_FAILED' as const,
        commitTime: 0,
      },
    },
    key: ['id'],
  };
  expect(triedInputs('forward', found).map(({ id, title }) => [id, title])).toEqual([
    ['ledger 7', 'id 3'],
    [expect.stringMatching(/^pinned /), 'id 4'],
    ['case Ada', 'Ada'],
    ['sample 1', 'id 2'],
  ]);
  expect(triedInputs('backward', found).map(({ id }) => id)).toEqual([
    expect.stringMatching(/^pinned /),
    'case Back',
  ]);
});

test('what code came to is a case that expects it', () => {
  const observed = { console: [], micros: 1, bytes: 1 };
  const tried = {
    given: { id: '1' },
    result: { kind: 'keep', keep: true },
    failure: null,
    observed,
  } as const;
  expect(CodeCase.parse(caseOf('kept', 'filter', tried))).toEqual({
    name: 'kept',
    entry: 'filter',
    input: { id: '1' },
    expect: { kind: 'keep', keep: true },
  });
});
