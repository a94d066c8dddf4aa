'use client';

import { rowsLookedAt } from '#core/transform/rows-looked-at.ts';
import { InspectorSection } from '../../inspector-section.client.tsx';
import type { RoundTripFinding } from '../../node-environment.client.tsx';

/** What became of the real values of a pair, taken to the other side and back. */
export function RoundTripSection({ found }: { found: readonly RoundTripFinding[] | undefined }) {
  if (!found || found.length === 0) return null;
  return (
    <InspectorSection title="Real values, there and back">
      <ul className="flex flex-col gap-3">
        {found.map((trip) => (
          <li key={trip.side}>
            {trip.changed > 0 ? (
              <p className="text-warn">
                {trip.changed.toLocaleString('en')} of {trip.checked.toLocaleString('en')} different values on
                the {trip.side} come back as others.
              </p>
            ) : null}
            {trip.refused > 0 ? (
              <p className="text-warn">
                {trip.refused.toLocaleString('en')} of {trip.checked.toLocaleString('en')} different values on
                the {trip.side} do not fit: their records would wait.
              </p>
            ) : null}
            <p className="text-xs text-ink-3">Found among {rowsLookedAt(trip.rows, trip.looked)}.</p>
            {trip.samples.length > 0 ? <Changed trip={trip} /> : null}
            <ul className="text-sm text-ink-2">
              {trip.refusedSamples.map(({ value, why }) => (
                <li key={value ?? '\0'} className="truncate" title={why}>
                  {why}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </InspectorSection>
  );
}

function Changed({ trip }: { trip: RoundTripFinding }) {
  return (
    <table
      aria-label={`Values of the ${trip.side} that come back as others`}
      className="w-full table-fixed text-sm"
    >
      <thead className="text-left text-xs text-ink-3">
        <tr>
          <th className="font-normal">Value</th>
          <th className="font-normal">goes as</th>
          <th className="font-normal">comes back as</th>
        </tr>
      </thead>
      <tbody>
        {trip.samples.map(({ value, there, back }) => (
          <tr key={value ?? '\0'} className="border-t border-line">
            <Cell value={value} />
            <Cell value={there} />
            <Cell value={back} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ value }: { value: string | null }) {
  return (
    <td className="truncate py-1 pr-2" title={value ?? 'null'}>
      {value ?? <span className="text-ink-3">null</span>}
    </td>
  );
}
