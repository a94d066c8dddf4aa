'use client';

import { useState } from 'react';
import type { Naming } from '#core/tables/apply-naming.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { ConnectionPicker } from './connection-picker.tsx';
import { NamingSelect } from './naming-select.tsx';
import { PlannedTables } from './planned-tables.tsx';
import { RunReport } from './run-report.tsx';
import { StatementDraft } from './statement-draft.tsx';
import { statementsText } from './statements-text.ts';
import { StreamChoice } from './stream-choice.tsx';
import { asProposed } from './table-draft.ts';
import { useCreateTables } from './use-create-tables.ts';
import { useTablePlan } from './use-table-plan.ts';

/** Makes many streams of another connection in this one at once: chosen, proposed, shown as statements, run. */
export function CreateSchemaDialog({ to, onClose }: { to: string; onClose: () => void }) {
  const [from, setFrom] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [naming, setNaming] = useState<Naming | null>(null);
  const [changed, setChanged] = useState<string | null>(null);
  const request = { from, to, tables: [...chosen].map(asProposed), naming };
  const plan = useTablePlan(request);
  const create = useCreateTables();
  const frozen = changed !== null || create.isPending;
  const sql = changed ?? (plan.data ? statementsText(plan.data.statements) : '');
  const error = errorParts(plan.error ?? create.error);
  const done = create.data && !create.data.report.failed ? create.data : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? null : onClose())}
      size="xl"
      title={`Create streams in ${to}`}
      description="Like streams of another connection, in the order of their references."
      footer={
        done ? (
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={sql.trim() === '' || chosen.size === 0 || plan.isFetching || plan.isError}
              loading={create.isPending}
              onClick={() => create.mutate({ request, sql })}
            >
              {chosen.size === 0 ? 'Create' : `Create ${chosen.size.toLocaleString('en')}`}
            </Button>
          </>
        )
      }
    >
      {done ? (
        <ul aria-label="Created streams" className="flex flex-col">
          {done.created.map(({ source, stream, pairs }) => (
            <li key={stream} className="flex h-7 items-center gap-2 border-b border-line last:border-b-0">
              <span className="font-mono text-sm">{stream}</span>
              <span className="ml-auto text-sm text-ink-3">
                like {source}, {pairs.length.toLocaleString('en')} fields
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <div className="flex flex-col gap-4">
          <div className="grid grid-cols-2 gap-3">
            <ConnectionPicker
              value={from}
              except={to}
              disabled={frozen}
              onChange={(name) => {
                setFrom(name);
                setChosen(new Set());
              }}
            />
            <NamingSelect
              value={naming}
              detected={plan.data?.detected ?? null}
              disabled={frozen}
              onChange={setNaming}
            />
          </div>
          <StreamChoice from={from} chosen={chosen} disabled={frozen} onChange={setChosen} />
          {plan.isLoading ? <Skeleton className="h-24" /> : null}
          {plan.data && !plan.isError ? (
            <>
              <PlannedTables tables={plan.data.tables} />
              <StatementDraft to={to} plan={plan.data} changed={changed} onChange={setChanged} />
            </>
          ) : null}
        </div>
      )}
      {create.data ? <RunReport report={create.data.report} /> : null}
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
    </Dialog>
  );
}
