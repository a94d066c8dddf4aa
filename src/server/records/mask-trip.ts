import type { BreakerPreview, BreakerTrip } from '#core/ledger/breaker-trip.ts';
import type { ShownRow } from '#core/masking/shown-value.ts';
import { maskRow } from './mask-row.ts';
import type { Masker } from './masker.ts';
import { ValueNumbers } from './value-numbers.ts';

type Sample = BreakerPreview['samples'][number];

/** A record that a stopped lane would have changed, as somebody gets to see it. */
export type ShownSample = Omit<Sample, 'key' | 'before' | 'after'> & {
  key: ShownRow;
  before: ShownRow | null;
  after: ShownRow | null;
};

export type ShownPreview = Omit<BreakerPreview, 'samples'> & { samples: ShownSample[] };

/** What a stopped lane was about to do, as the caller may see it. */
export function maskPreview(masker: Masker, { laneId, side, preview }: BreakerTrip): ShownPreview {
  const at = { laneId, side };
  return {
    ...preview,
    samples: preview.samples.map((sample) => {
      const numbers = new ValueNumbers();
      return {
        ...sample,
        key: maskRow(masker, at, sample.key, numbers),
        before: maskRow(masker, at, sample.before, numbers),
        after: maskRow(masker, at, sample.after, numbers),
      };
    }),
  };
}
