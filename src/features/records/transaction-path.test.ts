import { expect, it } from 'vitest';
import { transactionPath } from './transaction-path.ts';

it('leads to the transaction of a line, within the millisecond of its commit', () => {
  const path = transactionPath({
    flowId: 'f',
    side: 'left',
    position: '0/A B',
    commitTime: 1_700_000_000_123_456,
  });
  expect(Object.fromEntries(new URLSearchParams(path.split('?')[1]))).toEqual({
    ...{ flow: 'f', side: 'left', tx: '0/A B' },
    ...{ from: '2023-11-14T22:13:20.123Z', to: '2023-11-14T22:13:20.124Z' },
  });
});
