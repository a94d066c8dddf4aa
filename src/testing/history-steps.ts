import fc from 'fast-check';
import type { HistoryStep } from './record-history.ts';

const side = fc.constantFrom('left' as const, 'right' as const);
const field = fc.constantFrom('a' as const, 'b' as const);

/** Random histories of one record. */
export const historySteps: fc.Arbitrary<HistoryStep[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('change' as const), side, field }),
    fc.record({ kind: fc.constant('conflict' as const), field, winner: side }),
    fc.record({ kind: fc.constant('parked' as const), side, field }),
    fc.record({ kind: fc.constant('same' as const), side, field }),
    fc.record({ kind: fc.constant('crossed' as const) }),
    fc.record({ kind: fc.constant('revert' as const), field }),
    fc.record({ kind: fc.constant('delete' as const), side }),
  ),
  { maxLength: 14 },
);
