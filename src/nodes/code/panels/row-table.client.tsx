'use client';

import type { CodeField } from '#core/code/code-field.ts';
import type { Row } from '#core/values/value.ts';
import { classNames } from '#lib/class-names.ts';
import { compareRows } from './compare-rows.ts';
import { ValueCell } from './value-cell.client.tsx';

/** A record, or several side by side, field by field; where the last has another value than the first, colour and a sign say so. */
export function RowTable({
  label,
  columns,
  fields,
  differencesFirst = false,
}: {
  label: string;
  columns: readonly { head: string; row: Readonly<Row> }[];
  fields: readonly CodeField[];
  differencesFirst?: boolean;
}) {
  const [first, last] = [columns[0]?.row ?? {}, columns.at(-1)?.row ?? {}];
  const names = new Set(columns.flatMap(({ row }) => Object.keys(row)));
  const differ = new Set(
    columns.length < 2
      ? []
      : compareRows(first, last, fields).flatMap(({ name, same }) => (same ? [] : [name])),
  );
  const ordered = differencesFirst
    ? [...names].toSorted((a, b) => Number(differ.has(b)) - Number(differ.has(a)))
    : [...names];
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse text-left">
      <thead>
        <tr className="border-b border-line text-xs text-ink-3">
          <th scope="col" className="w-[26%] py-1 pr-3 pl-1.5 font-normal">
            Field
          </th>
          {columns.map(({ head }) => (
            <th key={head} scope="col" className="py-1 pr-3 font-normal">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ordered.map((name) => (
          <tr
            key={name}
            className={classNames(
              'border-b border-line align-baseline',
              differ.has(name) ? 'bg-accent-bg' : '',
            )}
          >
            <th scope="row" className="py-1 pr-3 pl-1.5 font-mono text-sm font-normal break-words text-ink-2">
              {differ.has(name) ? (
                <>
                  <span aria-hidden className="mr-1 text-accent">
                    ≠
                  </span>
                  <span className="sr-only">differs: </span>
                </>
              ) : null}
              {name}
            </th>
            {columns.map(({ head, row }) => (
              <td key={head} className="py-1 pr-3">
                <ValueCell value={Object.hasOwn(row, name) ? row[name] : undefined} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
