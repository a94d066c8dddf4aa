'use client';

import { TriangleAlert } from 'lucide-react';
import type { FieldWish } from '#core/tables/table-wish.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { CommittedInput } from './committed-input.tsx';
import type { DerivedTable } from './use-table-plan.ts';

type DerivedField = DerivedTable['fields'][number];

/** The fields of a table that will be made: what becomes of each, why, and what a person wants otherwise. */
export function DerivedFields({
  table,
  disabled,
  onWish,
}: {
  table: DerivedTable;
  disabled: boolean;
  onWish: (field: string, wish: FieldWish) => void;
}) {
  return (
    <section
      aria-label={`Fields of ${table.table.name}`}
      className="max-h-80 overflow-auto rounded-md border border-line"
    >
      <table className="w-full border-collapse">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr className="border-b border-line text-left text-sm text-ink-3">
            <th scope="col" className="h-7 w-8 pl-3 font-normal">
              <span className="sr-only">Make it</span>
            </th>
            <th scope="col" className="w-44 px-2 font-normal">
              Source
            </th>
            <th scope="col" className="w-44 px-2 font-normal">
              New field
            </th>
            <th scope="col" className="w-52 px-2 font-normal">
              Type
            </th>
            <th scope="col" className="w-24 px-2 font-normal whitespace-nowrap">
              May be empty
            </th>
            <th scope="col" className="px-2 font-normal">
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {table.fields.map((field) => (
            <FieldRow
              key={field.source}
              field={field}
              isKey={table.table.key.includes(field.name)}
              disabled={disabled}
              onWish={(wish) => onWish(field.source, wish)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FieldRow({
  field,
  isKey,
  disabled,
  onWish,
}: {
  field: DerivedField;
  isKey: boolean;
  disabled: boolean;
  onWish: (wish: FieldWish) => void;
}) {
  const { source, sourceType, name, nativeType, nullable, leftOut, reason, warnings } = field;
  const idle = disabled || leftOut;
  return (
    <tr className="border-b border-line align-top last:border-b-0">
      <td className="py-2.5 pl-3">
        <Checkbox
          label={`Make ${source}`}
          checked={!leftOut}
          disabled={disabled}
          onChange={(made) => onWish({ leaveOut: !made })}
        />
      </td>
      <td className="px-2 py-2">
        <span className="block font-mono text-sm text-ink">{source}</span>
        <span className="block text-sm text-ink-3">
          {sourceType}
          {isKey ? ', key' : ''}
        </span>
      </td>
      <td className="px-2 py-1">
        <CommittedInput
          label={`Name of ${source}`}
          value={name}
          disabled={idle}
          onCommit={(text) => onWish({ name: text })}
        />
      </td>
      <td className="px-2 py-1">
        <CommittedInput
          label={`Type of ${source}`}
          value={nativeType}
          disabled={idle}
          onCommit={(text) => onWish({ nativeType: text })}
        />
      </td>
      <td className="px-2 py-2.5">
        <Checkbox
          label={`${source} may be empty`}
          checked={nullable}
          disabled={idle || isKey}
          onChange={(may) => onWish({ nullable: may })}
        />
      </td>
      <td className="px-2 py-2">
        <p className="text-sm text-ink-2">{reason}</p>
        {warnings.map((warning) => (
          <p key={warning} className="mt-0.5 flex gap-1.5 text-sm text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {warning}
          </p>
        ))}
      </td>
    </tr>
  );
}
