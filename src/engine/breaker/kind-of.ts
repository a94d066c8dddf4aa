import type { BreakerKind } from '#core/ledger/breaker-trip.ts';

/** The breaker's limit that an operation counts towards; null for none. */
export function kindOf(op: string): BreakerKind | null {
  if (op === 'delete') return 'deletes';
  return op === 'update' ? 'overwrites' : null;
}
