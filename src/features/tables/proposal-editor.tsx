'use client';

import type { TableWish } from '#core/tables/table-wish.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { CommittedInput } from './committed-input.tsx';
import { DerivedFields } from './derived-fields.tsx';
import { withFieldWish } from './table-draft.ts';
import type { useTablePlan } from './use-table-plan.ts';

/** One table as it will be made: its name, its fields, and what is otherwise than in the source. */
export function ProposalEditor({
  plan,
  wish,
  disabled,
  onChange,
}: {
  plan: ReturnType<typeof useTablePlan>;
  wish: TableWish;
  disabled: boolean;
  onChange: (wish: TableWish) => void;
}) {
  const table = plan.data?.tables.find(({ source }) => source === wish.stream);
  const error = errorParts(plan.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void plan.refetch()} />;
  if (!table) return plan.isLoading ? <Skeleton className="h-40" /> : null;
  return (
    <div className="flex flex-col gap-3" aria-busy={plan.isFetching}>
      <Field label="Name of the new stream">
        <CommittedInput
          value={table.table.name}
          disabled={disabled}
          onCommit={(name) => onChange({ ...wish, name })}
        />
      </Field>
      <DerivedFields
        table={table}
        disabled={disabled}
        onWish={(field, more) => onChange(withFieldWish(wish, field, more))}
      />
      {table.notes.length > 0 ? (
        <ul className="text-sm text-ink-2">
          {table.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
