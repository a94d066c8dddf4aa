'use client';

import { useMutation } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { parseRecordKey } from '#core/ledger/record-key.ts';
import { useEditor, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';

const nothingWrong = { from: '', to: '', rate: '' };

/** A key as people write it: `42`, or `["42","de"]` for several fields; null for none. */
function keyOf(text: string): string[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return trimmed.startsWith('[') ? parseRecordKey(trimmed).map((part) => part ?? '') : [trimmed];
}

/** Has the records of one stream met anew, all or a range of keys, at a rate if that is asked. */
export function ResyncButton() {
  const { id: flowId } = useSession();
  const { slug: workspace, path, can } = useWorkspace();
  const trpc = useTRPC();
  const router = useRouter();
  const graph = useEditor((state) => state.graph);
  const ends = graph.nodes.flatMap((node) => (node.kind === 'endpoint' && node.stream ? [node.stream] : []));
  const streams = [...new Set(ends)];
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState({ stream: '', from: '', to: '', rate: '' });
  const [mistakes, setMistakes] = useState(nothingWrong);
  const start = useMutation(
    trpc.operation.startResync.mutationOptions({
      onSuccess: ({ id }) => router.push(path(`/activity/operations/${id}`)),
    }),
  );
  const stream = asked.stream || streams[0] || '';
  const submit = () => {
    const wrong = { ...nothingWrong };
    const keys = { from: readKey('from', wrong), to: readKey('to', wrong) };
    const rate = asked.rate.trim() === '' ? null : Number(asked.rate);
    if (rate !== null && !(rate >= 1)) wrong.rate = 'A number of rows a second, 1 or more.';
    setMistakes(wrong);
    if (Object.values(wrong).every((text) => text === '')) {
      start.mutate({ workspace, flowId, stream, ...keys, rate });
    }
  };
  const readKey = (end: 'from' | 'to', wrong: typeof nothingWrong) => {
    try {
      return keyOf(asked[end]);
    } catch (error) {
      wrong[end] = (error as Error).message;
      return null;
    }
  };
  const text = (name: 'from' | 'to' | 'rate') => ({
    value: asked[name],
    onChange: (event: { target: { value: string } }) => setAsked({ ...asked, [name]: event.target.value }),
  });
  return (
    <>
      <Button
        icon={<RefreshCw aria-hidden />}
        disabled={!can('operation.startResync') || streams.length === 0}
        onClick={() => setOpen(true)}
      >
        Resync
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Resync a stream?"
        description="Its records are met anew: they are read on both sides while changes go on. What differs is decided by the rules of the flow, and every decision goes into the ledger."
        action="Resync"
        danger={false}
        pending={start.isPending || start.isSuccess}
        error={errorParts(start.error)}
        onConfirm={submit}
      >
        <Field label="Stream">
          <Select
            value={stream}
            onChange={(value) => setAsked({ ...asked, stream: value })}
            options={streams.map((value) => ({ value, label: value }))}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="From key" hint="Empty for the first one." error={mistakes.from || null}>
            <Input mono {...text('from')} />
          </Field>
          <Field label="To key" hint="Empty for the last one." error={mistakes.to || null}>
            <Input mono {...text('to')} />
          </Field>
        </div>
        <Field label="Rows a second" hint="Empty for as fast as it goes." error={mistakes.rate || null}>
          <Input inputMode="numeric" {...text('rate')} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
