import { expect, test } from 'vitest';
import { accountOrder } from '#core/lineage/account-order.ts';
import { RecordHistory } from '#testing/record-history.ts';
import { timelineItems } from './timeline-items.ts';

const history = new RecordHistory().run([
  { kind: 'change', side: 'left', field: 'a' },
  { kind: 'change', side: 'right', field: 'b' },
  { kind: 'conflict', field: 'a', winner: 'left' },
]);
const lines = accountOrder(history.lines, {}).map(({ line, happenedAt }) => ({ ...line, happenedAt }));

test('changes stand on their side, writes on the other one, decisions over both', () => {
  expect(timelineItems(lines).map(({ place, kind }) => `${place} ${kind}`)).toEqual([
    ...['left changed', 'right wrote', 'right changed', 'left wrote'],
    // One line of each side, which were decided together.
    ...['left changed', 'right changed', 'both decided'],
  ]);
});

test('what an operation wrote is no change of the side that it was taken from', () => {
  const [first] = lines;
  const items = timelineItems([{ ...first!, cause: 'revert' }]);
  expect(items.map(({ place, kind }) => `${place} ${kind}`)).toEqual(['right wrote']);
});
