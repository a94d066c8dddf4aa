'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Drift } from '#features/flow-editor/panels/use-drifts.ts';
import { StatementEditor } from '#features/tables/statement-editor.tsx';
import { statementsText } from '#features/tables/statements-text.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { useAcceptDrift } from './use-accept-drift.ts';

/** Shows the statements that make a field, lets them be changed, and runs them. */
export function CreateFieldDialog({
  drift,
  option,
  onClose,
}: {
  drift: Drift;
  /** Its place among the drift's options. */
  option: number;
  onClose: () => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const plan = useQuery(
    trpc.drift.plan.queryOptions({ workspace, id: drift.id, option }, { staleTime: 0, retry: false }),
  );
  const accept = useAcceptDrift(drift);
  const [changed, setChanged] = useState<string | null>(null);
  const sql = changed ?? (plan.data ? statementsText(plan.data.statements) : '');
  const chosen = drift.options[option];
  const restores = chosen?.kind === 'create' && chosen.side === chosen.like.side;
  const error = errorParts(plan.error ?? accept.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? null : onClose())}
      size="lg"
      title={chosen?.label ?? 'Create the field'}
      description={
        restores
          ? 'The field is made again as it was. Its pair goes on, and the other side fills it.'
          : 'The field is made, the pair goes into the mapping as a new version, and the values of records that are there are filled in, of this field alone.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={sql.trim() === ''}
            loading={accept.isPending}
            onClick={() => accept.mutate({ option, sql }, { onSuccess: onClose })}
          >
            {restores ? 'Run' : 'Run and map'}
          </Button>
        </>
      }
    >
      {plan.isPending ? <Skeleton className="h-24" /> : null}
      {plan.data ? (
        <>
          <p className="mb-3 text-ink-2">
            <span className="font-mono text-sm text-ink">{plan.data.field.name}</span> becomes{' '}
            <span className="font-mono text-sm text-ink">{plan.data.field.nativeType}</span>.{' '}
            {plan.data.field.reason}
            {plan.data.field.warnings.map((warning) => (
              <span key={warning} className="mt-1 block text-warn">
                {warning}
              </span>
            ))}
          </p>
          <StatementEditor
            connection={plan.data.connection}
            sql={sql}
            findings={plan.data.findings}
            onChange={setChanged}
          />
        </>
      ) : null}
      {error ? <ErrorNotice error={error} className="mt-3" /> : null}
    </Dialog>
  );
}
