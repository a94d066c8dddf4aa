'use client';

import { useState } from 'react';
import type { Naming } from '#core/tables/apply-naming.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { NamingSelect } from './naming-select.tsx';
import { ProposalEditor } from './proposal-editor.tsx';
import { RunReport } from './run-report.tsx';
import { SourcePicker } from './source-picker.tsx';
import { StatementDraft } from './statement-draft.tsx';
import { statementsText } from './statements-text.ts';
import { asProposed } from './table-draft.ts';
import { type CreatedTables, useCreateTables } from './use-create-tables.ts';
import { useTablePlan } from './use-table-plan.ts';

/** Makes one stream in a connection, like a stream of another one: proposed, changed where a person wants, shown as statements, run. */
export function CreateTableDialog({
  to,
  source,
  onCreated,
  onClose,
}: {
  /** The connection that gets it. */
  to: string;
  /** What it shall be like, if that is known. */
  source: { connection: string; stream: string } | null;
  onCreated: (created: CreatedTables['created'][number], from: string) => void;
  onClose: () => void;
}) {
  const [from, setFrom] = useState(source?.connection ?? '');
  const [wish, setWish] = useState(asProposed(source?.stream ?? ''));
  const [naming, setNaming] = useState<Naming | null>(null);
  const [changed, setChanged] = useState<string | null>(null);
  const request = { from, to, tables: wish.stream === '' ? [] : [wish], naming };
  const plan = useTablePlan(request);
  const create = useCreateTables();
  const frozen = changed !== null || create.isPending;
  const sql = changed ?? (plan.data ? statementsText(plan.data.statements) : '');
  const run = async () => {
    const { created } = await create.mutateAsync({ request, sql });
    const [made] = created;
    if (made) onCreated(made, from);
  };
  const error = errorParts(create.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? null : onClose())}
      size="xl"
      title={`Create a stream in ${to}`}
      description="It is made like a stream of another connection, and the mapping between the two is filled."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={sql.trim() === '' || plan.isFetching || plan.isError}
            loading={create.isPending}
            onClick={() => void run().catch(() => undefined)} // it is shown
          >
            Create
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-3 gap-3">
          <SourcePicker
            to={to}
            from={from}
            stream={wish.stream}
            disabled={frozen}
            onChange={(next) => {
              setFrom(next.from);
              setWish(asProposed(next.stream));
            }}
          />
          <NamingSelect
            value={naming}
            detected={plan.data?.detected ?? null}
            disabled={frozen}
            onChange={setNaming}
          />
        </div>
        <ProposalEditor plan={plan} wish={wish} disabled={frozen} onChange={setWish} />
        {plan.data && !plan.isError ? (
          <StatementDraft to={to} plan={plan.data} changed={changed} onChange={setChanged} />
        ) : null}
      </div>
      {create.data ? <RunReport report={create.data.report} /> : null}
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
    </Dialog>
  );
}
