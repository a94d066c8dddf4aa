'use client';

import Link from 'next/link';
import { useState } from 'react';
import { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkProgress, BulkResult } from '#core/operations/bulk-progress.ts';
import { describeAction } from '#core/operations/describe-action.ts';
import { Button, buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { isUnderWay, type Operation } from '../activity/use-operation.ts';
import { FieldEffects } from '../conflicts/field-effects.tsx';
import { MakeRuleButton } from '../conflicts/make-rule-button.tsx';
import { VerifyAgain } from '../findings/verify-again.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import { BulkPace } from './bulk-pace.tsx';
import { OutcomeCountList } from './outcome-counts.tsx';
import { ReasonList } from './reason-list.tsx';
import { ResultTable } from './result-table.tsx';

/** A bulk action on its own page: what it does, how it gets on, and what became of each record. */
export function BulkOperationView({ operation }: { operation: Operation }) {
  const { path, can } = useWorkspace();
  const [reverting, setReverting] = useState(false);
  const { id, input, flowId, state } = operation;
  const action = BulkAction.safeParse(input.action).data;
  const result = BulkResult.safeParse(operation.result).data;
  const progress = BulkProgress.safeParse(operation.progress).data;
  const counts = result?.counts ?? progress?.counts;
  const preview = input.dryRun === true;
  const wrote = !preview && !isUnderWay(operation) && (counts?.done ?? 0) > 0;
  return (
    <>
      <Card>
        <div className="flex flex-col gap-4">
          {action ? <p className="text-ink-2">{describeAction(action)}</p> : null}
          {isUnderWay(operation) ? <BulkPace operation={operation} progress={progress ?? null} /> : null}
          {counts ? <OutcomeCountList counts={counts} preview={preview} /> : null}
          {(state === 'cancelled' || state === 'failed') && !preview ? (
            <p className="text-ink-2">
              {state === 'failed' ? 'It ended early' : 'It was stopped'}: what was done until then stays done.
            </p>
          ) : null}
          {wrote ? (
            <div className="flex flex-wrap gap-2">
              <Link
                className={buttonClasses()}
                href={path(`/records?${new URLSearchParams({ flow: flowId ?? '', operation: id })}`)}
              >
                Its lines in Records
              </Link>
              {action?.kind === 'repair' && flowId ? <VerifyAgain flowId={flowId} /> : null}
              {action?.kind === 're-decide' ? <MakeRuleButton operationId={id} /> : null}
              {action?.kind !== 'ignore' && can('bulk.preview') ? (
                <Button onClick={() => setReverting(true)}>Revert this…</Button>
              ) : null}
            </div>
          ) : null}
        </div>
      </Card>
      {result ? <FieldEffects effects={result.effects} preview={preview} /> : null}
      {result ? <ReasonList reasons={result.reasons} /> : null}
      <ResultTable operation={operation} counts={counts ?? null} />
      {reverting ? (
        <BulkDialog
          action="revert"
          target={{ filter: { flowId: flowId ?? undefined, operationId: id } }}
          onClose={() => setReverting(false)}
        />
      ) : null}
    </>
  );
}
