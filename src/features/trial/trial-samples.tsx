'use client';

import Link from 'next/link';
import type { TrialField, TrialSample } from '#core/trial/trial-report.ts';
import { LedgerStatusDot } from '#features/records/ledger-status-dot.tsx';
import { recordPath } from '#features/records/record-path.ts';
import { keyText } from '#features/records/record-title.ts';
import { ValueText } from '#features/records/value-text.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { Card } from '#ui/card.tsx';

const SHOWN_FIELDS = 4;

function FieldLine({ field }: { field: TrialField }) {
  return (
    <p className="flex min-w-0 items-baseline gap-2">
      <span className="shrink-0 text-ink-2">{field.name}</span>
      <ValueText
        value={field.was}
        struck={'would' in field && 'was' in field}
        className="max-w-64 truncate text-ink-3"
      />
      <span aria-hidden className="text-ink-3">
        →
      </span>
      <span className="sr-only">would be</span>
      <ValueText value={field.would} className="max-w-64 truncate" />
    </p>
  );
}

/** Changes that would go another way: what came of each, and what the draft would make of it. */
export function TrialSamples({ samples, titles }: { samples: TrialSample[]; titles: Map<string, string> }) {
  const { path } = useWorkspace();
  return (
    <Card
      flush
      title="Changes that would go another way"
      description={`${samples.length === 1 ? 'One of them' : `${samples.length} of them`}, some of every kind.`}
    >
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="border-line border-b text-ink-3 text-sm">
            <th scope="col" className="w-[20%] px-4 py-1.5 font-normal">
              Record
            </th>
            <th scope="col" className="w-[16%] py-1.5 font-normal">
              Was
            </th>
            <th scope="col" className="w-[24%] py-1.5 font-normal">
              Would be
            </th>
            <th scope="col" className="py-1.5 pr-4 font-normal">
              Values
            </th>
          </tr>
        </thead>
        <tbody>
          {samples.map((sample) => (
            <tr
              key={`${sample.laneId} ${sample.recordKey} ${sample.side} ${sample.commitTime} ${sample.op}`}
              className="border-line border-b align-top last:border-b-0"
            >
              <th scope="row" className="px-4 py-1.5 font-normal">
                <Link
                  href={path(recordPath(sample.laneId, sample.recordKey))}
                  className="font-mono text-accent text-sm hover:underline"
                >
                  {keyText(sample.recordKey)}
                </Link>
                <p className="truncate text-ink-3 text-sm" title={titles.get(sample.laneId)}>
                  {sample.op} on the {sample.side}
                </p>
              </th>
              <td className="py-1.5">
                <LedgerStatusDot status={sample.was.status} />
              </td>
              <td className="py-1.5 pr-4">
                {sample.would ? <LedgerStatusDot status={sample.would.status} /> : '–'}
                {sample.would?.detail ? <p className="text-ink-2 text-sm">{sample.would.detail}</p> : null}
              </td>
              <td className="py-1.5 pr-4">
                {sample.fields.slice(0, SHOWN_FIELDS).map((field) => (
                  <FieldLine key={field.name} field={field} />
                ))}
                {sample.fields.length > SHOWN_FIELDS ? (
                  <p className="text-ink-3 text-sm">and {sample.fields.length - SHOWN_FIELDS} more</p>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
