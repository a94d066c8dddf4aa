'use client';

import { KeyRound } from 'lucide-react';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { Badge } from '#ui/badge.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';

/** The fields of a stream with native types, and a few of its rows. */
export function StreamFields({ connection, schema }: { connection: string; schema: StreamSchema }) {
  const { useSample } = useNodeEnvironment();
  const sample = useSample(connection, schema.name);
  return (
    <>
      <InspectorSection
        title="Fields"
        description={
          schema.key.length > 0 ? `Found by ${schema.key.join(' and ')}.` : 'This stream has no primary key.'
        }
      >
        <ul className="-mx-4">
          {schema.fields.map((field) => (
            <li
              key={field.name}
              className="flex h-7 items-center gap-2 border-b border-line px-4 last:border-b-0"
            >
              <span className="truncate font-mono text-sm text-ink">{field.name}</span>
              {schema.key.includes(field.name) ? (
                <span title="Part of the key" className="text-ink-3">
                  <KeyRound aria-hidden className="size-3" />
                  <span className="sr-only">key</span>
                </span>
              ) : null}
              {field.readOnly ? <Badge>read-only</Badge> : null}
              <span className="ml-auto truncate pl-2 text-sm text-ink-3">
                {field.nativeType}
                {field.nullable ? '' : ', not null'}
              </span>
            </li>
          ))}
        </ul>
      </InspectorSection>
      <InspectorSection title="Sample rows">
        {sample.error ? <ErrorNotice error={sample.error} onRetry={sample.retry} /> : null}
        {sample.data && sample.data.length === 0 ? <p className="text-ink-3">The stream is empty.</p> : null}
        {sample.data && sample.data.length > 0 ? (
          <SampleTable
            fields={schema.fields.map((field) => field.name)}
            rows={sample.data}
            stream={schema.name}
          />
        ) : null}
      </InspectorSection>
    </>
  );
}

function SampleTable({ fields, rows, stream }: { fields: string[]; rows: readonly Row[]; stream: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label={`Sample rows of ${stream}`} className="-mx-4 overflow-x-auto">
      <table className="min-w-full border-collapse font-mono text-xs">
        <thead>
          <tr className="border-b border-line text-left text-ink-3">
            {fields.map((field) => (
              <th key={field} scope="col" className="h-6 px-2 font-normal whitespace-nowrap first:pl-4">
                {field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr
              // biome-ignore lint/suspicious/noArrayIndexKey: sample rows have no identity of their own
              key={index}
              className="border-b border-line last:border-b-0"
            >
              {fields.map((field) => (
                <td key={field} className="h-6 max-w-48 truncate px-2 whitespace-nowrap text-ink first:pl-4">
                  {row[field] ?? <span className="text-ink-3">null</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
