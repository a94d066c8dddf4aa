import type { Disagreement } from '#core/ledger/verify-report.ts';
import type { Finding } from '#core/operations/finding-selection.ts';
import { maskRow } from './mask-row.ts';
import type { Masker } from './masker.ts';
import { ValueNumbers } from './value-numbers.ts';

/** A record on which the sides disagree, as the caller may see it. */
export function maskDisagreement<T extends Disagreement>(masker: Masker, laneId: string, found: T): T {
  if (!masker.visible) return found;
  const numbers = new ValueNumbers();
  return {
    ...found,
    recordKey: masker.shownKey(laneId, found.recordKey),
    left: maskRow(masker, { laneId, side: 'left' }, found.left, numbers),
    right: maskRow(masker, { laneId, side: 'right' }, found.right, numbers),
  };
}

/** What a verify found, as the caller may see it. */
export function maskFindings(masker: Masker, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => maskDisagreement(masker, finding.laneId, finding));
}
