'use client';

import { useMemo, useState } from 'react';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';
import { classNames } from '#lib/class-names.ts';
import { tryConditions } from './try-condition.ts';

/** Records that are shown before one asks for more. */
const SHOWN = 8;

/**
 * Where sample records go, updated as one types: how many to each outcome, and which.
 *
 * @param conditions in their order, the first that is met wins.
 * @param outcomes what it is called to meet each of them.
 * @param otherwise what it is called to meet none.
 */
export function ConditionSamples({
  schema,
  rows,
  conditions,
  outcomes,
  otherwise,
}: {
  schema: StreamSchema;
  rows: readonly Row[] | null;
  conditions: readonly string[];
  outcomes: readonly string[];
  otherwise: string;
}) {
  const [all, setAll] = useState(false);
  const key = JSON.stringify(conditions);
  const tried = useMemo(
    () => (rows ? tryConditions(schema.fields, JSON.parse(key) as string[], rows) : null),
    [schema, key, rows],
  );
  if (!tried || !rows || rows.length === 0) return null;
  if ('unknown' in tried) {
    return (
      <p className="text-sm text-ink-2">
        {tried.unknown === 'condition'
          ? 'Sample records are tried once the condition is right.'
          : `Sample records cannot be tried: they come without ${tried.unknown.field}.`}
      </p>
    );
  }
  const names = [...outcomes, otherwise];
  const nameOf = (at: number) => names.at(at) ?? otherwise;
  const counts = names.map((name, index) => ({
    name,
    count: tried.at.filter((at) => (at < 0 ? names.length - 1 : at) === index).length,
  }));
  return (
    <div>
      <p className="text-sm text-ink-2 tabular-nums" aria-live="polite">
        Of {rows.length} sample records, {counts.map(({ name, count }) => `${count} ${name}`).join(', ')}.
      </p>
      <ul className="mt-1 max-h-64 overflow-y-auto">
        {rows.slice(0, all ? undefined : SHOWN).map((row, index) => {
          const at = tried.at[index] ?? -1;
          return (
            <li key={JSON.stringify(row)} className="flex items-baseline gap-2 py-px text-sm">
              <span
                className={classNames(
                  'w-24 shrink-0 truncate',
                  at >= 0 ? 'font-medium text-ok' : 'text-ink-3',
                )}
              >
                {nameOf(at)}
              </span>
              <span className={classNames('truncate font-mono', at >= 0 ? 'text-ink' : 'text-ink-3')}>
                {titleOf(schema, row)}
              </span>
            </li>
          );
        })}
      </ul>
      {rows.length > SHOWN ? (
        <button
          type="button"
          className="mt-1 text-sm text-accent hover:underline"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show all ${rows.length}`}
        </button>
      ) : null}
    </div>
  );
}

/** What people know a record by: its first fields, and its key where that is no long number. */
function titleOf(schema: StreamSchema, row: Row): string {
  const told = schema.fields.filter(({ type }) => type.kind !== 'uuid').map(({ name }) => name);
  const key = schema.key.filter((name) => told.includes(name));
  const names = told.length === 0 ? schema.key : [...new Set([...key, ...told.slice(0, 5)])];
  return names
    .filter((name) => name in row)
    .map((name) => row[name] ?? '∅')
    .join(' · ');
}

/** The first sample record that meets one of the conditions, in short; null where none does. */
export function exampleOf(
  schema: StreamSchema,
  conditions: readonly string[],
  rows: readonly Row[],
): string | null {
  const tried = tryConditions(schema.fields, conditions, rows);
  const row = 'at' in tried ? rows[tried.at.findIndex((at) => at >= 0)] : undefined;
  return row ? titleOf(schema, row) : null;
}
