'use client';

import type { DerivedTable } from './use-table-plan.ts';

/** What will be made, a line for each table, with what is otherwise than in the source. */
export function PlannedTables({ tables }: { tables: readonly DerivedTable[] }) {
  return (
    <ul aria-label="Streams that will be made" className="rounded-md border border-line">
      {tables.map(({ source, table, fields, notes }) => {
        const warnings = fields.flatMap((field) =>
          field.warnings.map((warning) => ({
            id: `${field.source} ${warning}`,
            field: field.source,
            warning,
          })),
        );
        return (
          <li key={source} className="border-b border-line px-3 py-1.5 last:border-b-0">
            <p className="flex gap-2">
              <span className="font-mono text-sm text-ink">{table.name}</span>
              <span className="ml-auto text-sm text-ink-3">
                like {source}, {table.fields.length.toLocaleString('en')} fields
              </span>
            </p>
            {warnings.map(({ id, field, warning }) => (
              <p key={id} className="text-sm text-warn">
                {field}: {warning}
              </p>
            ))}
            {notes.map((note) => (
              <p key={note} className="text-sm text-ink-2">
                {note}
              </p>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
