'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  defaultLedgerPolicy,
  keepWords,
  type OwnLedgerPolicy,
  PayloadPolicy,
} from '#core/ledger/ledger-policy.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { payloadWords } from './payload-words.ts';
import { RemovalPreview } from './removal-preview.tsx';

const periods = [0, 7, 30, 90, 180, 365, 730];
const INHERIT = 'workspace';

/** Chooses how long lines are kept and what they hold; what would be removed is shown before it is saved. */
export function PolicyForm({
  flowId,
  own,
  shared,
}: {
  /** Null for what holds for the workspace's flows. */
  flowId: string | null;
  own: OwnLedgerPolicy;
  shared: OwnLedgerPolicy;
}) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [chosen, setChosen] = useState(own);
  const [asking, setAsking] = useState(false);
  const general = {
    keepDays: shared.keepDays ?? defaultLedgerPolicy.keepDays,
    payload: shared.payload ?? defaultLedgerPolicy.payload,
  };
  const keepDays = chosen.keepDays ?? general.keepDays;
  const payload = chosen.payload ?? general.payload;
  const changed = chosen.keepDays !== own.keepDays || chosen.payload !== own.payload;
  const preview = useQuery(
    trpc.ledger.previewRetention.queryOptions(
      { workspace: slug, flowId, keepDays },
      { enabled: chosen.keepDays !== own.keepDays },
    ),
  );
  const save = useMutation(
    trpc.ledger.setPolicy.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        toast.success('Saved');
        await client.invalidateQueries({ queryKey: trpc.ledger.pathKey() });
      },
    }),
  );
  const may = can('ledger.setPolicy');
  // What would be removed must be known before anything is.
  const removes = chosen.keepDays === own.keepDays ? 0 : preview.data?.lines;
  const previewError = errorParts(preview.error);
  const submit = () => save.mutate({ workspace: slug, flowId, change: chosen });
  const inherit = (words: string) =>
    flowId === null ? [] : [{ value: INHERIT, label: `As the workspace: ${words}` }];
  const days = [...new Set([...periods, keepDays])].sort((a, b) => a - b);
  return (
    <form
      className="flex max-w-lg flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (removes === undefined || save.isPending) return;
        if (removes > 0) setAsking(true);
        else submit();
      }}
    >
      <Field
        label="Kept for"
        hint="Counted from the change’s own commit. What is held or parked always stays."
      >
        <Select
          value={flowId !== null && chosen.keepDays === null ? INHERIT : String(keepDays)}
          disabled={!may}
          options={[
            ...inherit(keepWords(general.keepDays)),
            ...days.map((each) => ({ value: String(each), label: keepWords(each) })),
          ]}
          onChange={(value) => setChosen({ ...chosen, keepDays: value === INHERIT ? null : Number(value) })}
        />
      </Field>
      {preview.data && chosen.keepDays !== own.keepDays ? <RemovalPreview preview={preview.data} /> : null}
      {previewError ? <ErrorNotice error={previewError} onRetry={() => void preview.refetch()} /> : null}
      <Field label="Values" hint={payloadWords[payload].hint}>
        <Select
          value={flowId !== null && chosen.payload === null ? INHERIT : payload}
          disabled={!may}
          options={[
            ...inherit(payloadWords[general.payload].label),
            ...PayloadPolicy.options.map((each) => ({ value: each, label: payloadWords[each].label })),
          ]}
          onChange={(value) =>
            setChosen({ ...chosen, payload: value === INHERIT ? null : PayloadPolicy.parse(value) })
          }
        />
      </Field>
      {save.error && !asking ? <ErrorNotice error={errorParts(save.error)!} /> : null}
      {may ? (
        <Button
          type="submit"
          className="self-start"
          disabled={!changed || removes === undefined || preview.isFetching}
          loading={save.isPending}
        >
          Save
        </Button>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Remove old entries?"
        description="They are removed within ten minutes, and whatever comes to be as old from then on. This cannot be taken back."
        action="Remove"
        count={removes}
        pending={save.isPending}
        error={errorParts(save.error)}
        onConfirm={submit}
      >
        {preview.data ? <RemovalPreview preview={preview.data} /> : null}
      </ConfirmDialog>
    </form>
  );
}
