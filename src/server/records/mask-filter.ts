import type { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { LedgerQuery } from '#core/ledger/ledger-query.ts';
import type { Masker } from './masker.ts';

/**
 * A caller's filter as the store is asked it: what the caller may not see cannot be found by it either, and a
 * sealed key is the one that it stands for. Throws `INPUT_INVALID` for a sealed key of somewhere else.
 */
export function maskFilter(masker: Masker, filter: LedgerFilter): LedgerQuery {
  const meant = filter.recordKey === undefined ? null : masker.meantKey(filter.recordKey);
  const asked = { ...filter, ...(meant ? { recordKey: meant.key } : {}) };
  if (!masker.visible) return { ...asked, visible: null };
  return {
    ...asked,
    visible: {
      sealedKey: meant?.sealed ?? false,
      lanes: Object.fromEntries(
        [...masker.visible.lanes].map(([laneId, { left, right, key }]) => [
          laneId,
          { left: [...left], right: [...right], key },
        ]),
      ),
    },
  };
}
