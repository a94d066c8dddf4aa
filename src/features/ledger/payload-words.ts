import type { PayloadPolicy } from '#core/ledger/ledger-policy.ts';

/** What a line holds of values, and what that is good for. */
export const payloadWords: Record<PayloadPolicy, { label: string; hint: string }> = {
  full: {
    label: 'All values',
    hint: 'Everything can be reverted, decided again and tried on a draft.',
  },
  changed: {
    label: 'Changed fields only',
    hint: 'What did not change is left out. Revert and re-decide work; trying a draft on past changes, replay as logged and undoing a first sync do not.',
  },
  digests: {
    label: 'Digests only',
    hint: 'No value can be read or searched; equal ones can still be told. Revert, re-decide, replay as logged, trying a draft and undoing a first sync are refused. Record keys stay readable, and records that are held or parked keep their values until they are settled.',
  },
};
