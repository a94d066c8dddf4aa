import type pg from 'pg';
import type { ConflictAccount, FieldVerdict, LedgerEntry } from '#core/ledger/ledger-entry.ts';
import type { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { ledgerStore } from './ledger-store.ts';

/** A store with the workspace `w` and its deployed flow `f`, under the lease of epoch 3. */
export type LedgerFixture = {
  pool: pg.Pool;
  lanes: PgLaneStore;
  lease: { flowId: string; epoch: number };
  close: () => Promise<void>;
};

export async function ledgerFixture(name: string): Promise<LedgerFixture> {
  return { ...(await ledgerStore(name)), lease: { flowId: 'f', epoch: 3 } };
}

/** An update of record `["1"]` that was applied, on the left of lane `f:l-m-r`. */
export function ledgerEntry(rest: Partial<LedgerEntry> = {}): LedgerEntry {
  const now = Date.now() * 1000;
  return {
    laneId: 'f:l-m-r',
    flowId: 'f',
    version: 1,
    side: 'left',
    position: '0000000000000A00',
    ordinal: 0,
    commitTime: now,
    capturedAt: now,
    appliedAt: now,
    op: 'update',
    status: 'applied',
    code: null,
    detail: '',
    recordKey: '["1"]',
    before: { id: '1', name: 'a' },
    after: { id: '1', name: 'b' },
    targetBefore: null,
    targetAfter: null,
    changed: ['name'],
    cause: 'live',
    conflict: null,
    operationId: null,
    ...rest,
  };
}

/** The account of a conflict that came out so. */
export function conflictAccount(
  ...fields: (Pick<FieldVerdict, 'left' | 'rule' | 'winner'> & Partial<FieldVerdict>)[]
): ConflictAccount {
  return {
    base: null,
    left: null,
    right: null,
    fields: fields.map((field) => ({ right: field.left, why: 'Because.', ...field })),
  };
}
