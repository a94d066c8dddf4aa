'use client';

import { useState } from 'react';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import { rowsLookedAt } from '#core/transform/rows-looked-at.ts';
import { setPairDirection } from '#nodes/mapping/edit-pairs.ts';
import { ReasonForm } from '#nodes/reason-form.client.tsx';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';

export type Trip = ApiOutput['flow']['plan']['roundTrips'][number];

/** What a person can do about a pair whose values do not come back: a change of its mapping. */
export type TripChoice = (node: MappingNode) => void;

/** Trips that keep a flow from being deployed. */
export function lossyTrips(trips: readonly Trip[]): Trip[] {
  return trips.filter((trip) => trip.changed > 0);
}

/**
 * Two-way pairs with real values that do not come back as they were: what they are, and what can be done
 * about each. A transform is given in the pair's own inspector.
 */
export function RoundTripChoices({
  trips,
  onChoose,
}: {
  trips: readonly Trip[];
  onChoose: (trip: Trip, choice: TripChoice) => void;
}) {
  if (trips.length === 0) return null;
  return (
    <section aria-label="Values that do not come back" className="flex flex-col gap-2">
      <h3 className="font-medium text-ink-2 text-sm">Values that do not come back as they were</h3>
      <p className="text-ink-2">
        Each of these pairs goes both ways. Choose what is to become of it, or give it steps that lead back.
      </p>
      <ul className="flex flex-col gap-2">
        {trips.map((trip) => (
          <TripItem key={`${trip.nodeId} ${trip.fieldIndex} ${trip.side}`} trip={trip} onChoose={onChoose} />
        ))}
      </ul>
    </section>
  );
}

function TripItem({ trip, onChoose }: { trip: Trip; onChoose: (trip: Trip, choice: TripChoice) => void }) {
  const [explaining, setExplaining] = useState(false);
  const { fieldIndex } = trip;
  return (
    <li className="flex flex-col gap-2 rounded border border-line p-3">
      <p>
        <strong className="font-medium">
          {trip.left} → {trip.right}
        </strong>
        : {trip.changed} of {trip.checked} different values of the {trip.side} side (
        {rowsLookedAt(trip.rows, trip.looked)})
      </p>
      <table className="w-full table-fixed text-left text-sm">
        <thead className="text-ink-3">
          <tr>
            <th className="font-normal">Value</th>
            <th className="font-normal">goes as</th>
            <th className="font-normal">and comes back as</th>
          </tr>
        </thead>
        <tbody className="font-mono text-xs">
          {trip.samples.map(({ value, there, back }) => (
            <tr key={String(value)}>
              {[value, there, back].map((text, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns in their order
                <td key={at} className="truncate" title={text ?? 'null'}>
                  {text ?? 'null'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {fieldIndex === null ? (
        <p className="text-ink-2">These fields find the record: match by fields of one type instead.</p>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => onChoose(trip, (node) => setPairDirection(node, fieldIndex, 'forward'))}>
            Only left to right
          </Button>
          <Button onClick={() => onChoose(trip, (node) => setPairDirection(node, fieldIndex, 'backward'))}>
            Only right to left
          </Button>
          <Button aria-expanded={explaining} onClick={() => setExplaining(!explaining)}>
            Both ways all the same…
          </Button>
        </div>
      )}
      {explaining && fieldIndex !== null ? (
        <ReasonForm
          question="Why the loss does not matter"
          label={`Why ${trip.left} and ${trip.right} go both ways`}
          onGiven={(lossy) =>
            onChoose(trip, (node) => {
              const pair = node.fields[fieldIndex];
              if (pair) pair.lossy = lossy;
            })
          }
        />
      ) : null}
    </li>
  );
}
