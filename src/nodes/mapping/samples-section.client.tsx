'use client';

import { InspectorSection } from '../inspector-section.client.tsx';
import type { MappingSides } from './mapping-sides.ts';
import { sampleValues } from './sample-values.ts';

/** Values from a few records of either side, side by side; they are not of the same records. */
export function SamplesSection({ left, right, sides }: { left: string; right: string; sides: MappingSides }) {
  const values = {
    left: sampleValues(sides.left.rows, left, 5),
    right: sampleValues(sides.right.rows, right, 5),
  };
  if (values.left.length + values.right.length === 0) return null;
  return (
    <InspectorSection title="Values">
      <div className="grid grid-cols-2 gap-x-4">
        {(['left', 'right'] as const).map((side) => (
          <ul key={side} aria-label={`Values on the ${side}`} className="min-w-0 text-sm">
            {values[side].map((value) => (
              <li key={value} title={value} className="truncate border-b border-line py-1 last:border-b-0">
                {value}
              </li>
            ))}
            {values[side].length === 0 ? <li className="py-1 text-ink-3">All are empty.</li> : null}
          </ul>
        ))}
      </div>
    </InspectorSection>
  );
}
