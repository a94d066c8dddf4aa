import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';

/** What pages and counts are asked for. @param newest the newest line's commit time, milliseconds since 1970 */
export function ledgerQueries(newest: number): Record<string, LedgerFilter> {
  const ago = (hours: number) => new Date(newest - hours * 3_600_000).toISOString();
  return {
    everything: {},
    flow: { flowId: 'stock' },
    'tiny-flow': { flowId: 'tiny' },
    failed: { status: ['failed'] },
    'open-of-a-flow': { flowId: 'billing', status: ['held', 'parked'] },
    code: { code: ['UNIQUE_VIOLATION'] },
    deletes: { op: ['delete'] },
    'deletes-from-right': { op: ['delete'], side: 'right', flowId: 'crm', status: ['applied'] },
    'applied-inserts': { op: ['insert'], status: ['applied'], laneId: 'crm:a-map-c' },
    repairs: { cause: 'repair' },
    conflicts: { conflict: { field: 'city', winner: 'left' } },
    'one-hour': { from: ago(50), to: ago(49) },
    'failed-in-a-day': { status: ['failed', 'parked'], from: ago(72), to: ago(48) },
    version: { version: 2 },
    record: { recordKey: '["4711"]' },
    operation: { operationId: 'op' },
    'failed-of-operation': { operationId: 'op', status: ['failed'] },
    'changed-field': { field: 'city', side: 'right' },
    'text-often': { text: 'kyoto' },
    'text-in-failed': { text: 'kyoto', status: ['failed'] },
    'text-never': { text: 'no such text anywhere' },
  };
}
