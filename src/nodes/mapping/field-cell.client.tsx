'use client';

import { KeyRound } from 'lucide-react';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { classNames } from '#lib/class-names.ts';

/** A few values of a field, as people would jot them down; empty where none are known. */
export function sampleOf(rows: readonly Row[] | null, field: string): string {
  const values = (rows ?? []).flatMap((row) => {
    const value = row[field];
    return value === null || value === undefined || value === '' ? [] : [value];
  });
  return [...new Set(values)].slice(0, 2).join(', ');
}

/** PostgreSQL's long type names as everybody writes them. */
function shortType(nativeType: string): string {
  return nativeType
    .replace('character varying', 'varchar')
    .replace(/^timestamp(\(\d\))? with time zone/, 'timestamptz$1')
    .replace(/ without time zone/, '');
}

/** One field: its name, key mark, native type, and sample values. */
export function FieldCell({
  name,
  field,
  schema,
  rows,
}: {
  name: string;
  /** Undefined while the schema is not known, or the field is gone. */
  field: Field | undefined;
  schema: StreamSchema | null;
  rows: readonly Row[] | null;
}) {
  const key = schema?.key.includes(name) ?? false;
  const sample = sampleOf(rows, name);
  return (
    <span className="block min-w-0">
      <span className="flex min-w-0 items-center gap-1.5">
        <span
          className={classNames(
            'truncate font-mono text-sm text-ink',
            schema && !field ? 'line-through' : '',
          )}
        >
          {name}
        </span>
        {key ? (
          <span title="Part of the key" className="shrink-0 text-ink-3">
            <KeyRound aria-hidden className="size-3" />
            <span className="sr-only">key</span>
          </span>
        ) : null}
      </span>
      <span className="flex h-4 gap-2 text-xs text-ink-3">
        <span className="shrink-0 truncate">{shortType(field?.nativeType ?? '')}</span>
        {sample ? (
          <span className="min-w-0 truncate text-ink-2" title={sample}>
            {sample}
          </span>
        ) : null}
      </span>
    </span>
  );
}
