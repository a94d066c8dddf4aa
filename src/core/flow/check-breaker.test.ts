import { expect, test } from 'vitest';
import { compiledExample, node, warnings } from '#testing/compile-fixtures.ts';
import { Breaker, defaultBreaker } from './breaker.ts';
import { describeBreaker } from './describe-breaker.ts';
import type { FlowGraph } from './flow-graph.ts';

const conflict = (more: object) => (graph: FlowGraph) => {
  graph.nodes[2] = node({ id: 'rule', kind: 'conflict', ...more });
};

test('[E12] a lane has limits unless they are turned off', () => {
  expect(compiledExample(conflict({})).lanes[0]?.breaker).toEqual(defaultBreaker);
  expect(compiledExample(conflict({ breaker: 'off' })).lanes[0]?.breaker).toBe('off');
  const own = compiledExample(conflict({ breaker: { deletes: 1000, overwrites: 5000 } }));
  expect(own.lanes[0]?.breaker).toMatchObject({ deletes: 1000, overwrites: 5000, seconds: 60 });
  expect(own.problems).toEqual([]);
});

test('[E12] a limit that can never be passed is said', () => {
  const none = compiledExample(conflict({ breaker: { deletes: 'off' } }));
  expect(warnings(none.problems)).toEqual(['BREAKER_IDLE rule']);
  const ignored = { deletes: { carry: 'none' }, breaker: { deletes: 10 } };
  expect(warnings(compiledExample(conflict(ignored)).problems)).toEqual(['BREAKER_IDLE rule']);
  expect(warnings(compiledExample(conflict({ deletes: { carry: 'none' } })).problems)).toEqual([]);
});

test('[E12] limits in words', () => {
  expect(describeBreaker(defaultBreaker)).toBe('stops above 500 deletes and 10 % of the records in 60 s');
  const both = Breaker.parse({ overwrites: 2000, overwritesShare: 0, deletesShare: 0.125, seconds: 5 });
  expect(describeBreaker(both)).toBe(
    'stops above 500 deletes and 12.5 % of the records, or 2,000 overwrites in 5 s',
  );
  expect(describeBreaker('off')).toBe('is off');
});
