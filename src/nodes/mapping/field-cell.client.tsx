'use client';

import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { classNames } from '#lib/class-names.ts';
import { sampleValues } from './sample-values.ts';
import { shortType } from './short-type.ts';

/** One field: its name, key mark and type, with its label; beside them values from a few records. */
export function FieldCell({
  name,
  field,
  schema,
  rows,
  required = false,
  instead,
}: {
  name: string;
  /** Undefined where there is not just one, or the schema is not known; null where the field is gone. */
  field: Field | null | undefined;
  schema: StreamSchema | null;
  rows: readonly Row[] | null;
  /** It must be mapped, and is not. */
  required?: boolean;
  /** Stands where type and label are, e.g. what pairing it would do. */
  instead?: ReactNode;
}) {
  const key = schema?.key.includes(name) ?? false;
  const samples = sampleValues(rows, name, 3);
  // Several fields together, and none, are no field of the schema.
  const gone = schema !== null && field === null;
  return (
    <span className="grid min-w-0 @4xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] @4xl:items-center @4xl:gap-x-3">
      <span className="block min-w-0">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className={classNames('truncate font-mono text-sm text-ink', gone ? 'line-through' : '')}>
            {name}
          </span>
          {key ? (
            <span title="Part of the key" className="shrink-0 text-ink-3">
              <KeyRound aria-hidden className="size-3" />
              <span className="sr-only">key</span>
            </span>
          ) : null}
          {required ? <span className="shrink-0 text-xs text-fail">required</span> : null}
        </span>
        <span className="flex h-4 min-w-0 gap-1.5 text-xs text-ink-3">
          {instead ?? (
            <>
              <span className="shrink-0">{gone ? 'is gone' : shortType(field?.nativeType ?? '')}</span>
              {field?.comment ? (
                <span className="min-w-0 truncate" title={field.comment}>
                  {field.comment}
                </span>
              ) : null}
              <span className="min-w-0 truncate text-ink-2 @4xl:hidden" title={samples.join(', ')}>
                {samples.join(', ')}
              </span>
            </>
          )}
        </span>
      </span>
      <span className="hidden min-w-0 text-xs text-ink-2 @4xl:block" title={samples.join('\n')}>
        {samples.slice(0, 2).map((value) => (
          <span key={value} className="block truncate">
            {value}
          </span>
        ))}
      </span>
    </span>
  );
}
