'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { drawGuided } from './draw-guided.ts';
import { Preview } from './preview.tsx';
import { type SideDraft, SidePicker, useChosenSide } from './side-picker.tsx';

type Way = 'guided' | 'blank';

const nothing: SideDraft = { connection: '', stream: '' };

/** A stream's name without its schema, with a capital: what people would call it. */
function plainName(stream: string): string {
  const name = stream.split('.').at(-1) ?? stream;
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
}

/** Makes a flow: from two streams with everything proposed, or an empty canvas. */
export function NewFlow() {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { slug: workspace, path } = useWorkspace();
  const [way, setWay] = useState<Way>('guided');
  const [typedName, setName] = useState<string | null>(null);
  const [left, setLeft] = useState(nothing);
  const [right, setRight] = useState(nothing);
  const from = useChosenSide(left).chosen;
  const to = useChosenSide(right).chosen;
  const suggested =
    from && to ? `${plainName(from.schema.name)}: ${from.connection} and ${to.connection}` : '';
  const name = typedName ?? (way === 'guided' ? suggested : '');
  const create = useMutation(
    trpc.flow.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: trpc.flow.list.queryKey({ workspace }) });
        router.push(path(`/flows/${id}/build`));
      },
    }),
  );
  const ready = name.trim() !== '' && (way === 'blank' || (from !== null && to !== null));
  const submit = () => {
    if (!ready || create.isPending) return;
    const graph = way === 'guided' && from && to ? drawGuided(name.trim(), from, to) : undefined;
    create.mutate({ workspace, name: name.trim(), graph });
  };
  const error = errorParts(create.error);
  return (
    <>
      <PageHeader crumbs={[{ label: 'Flows', href: path('/flows') }]} title="New flow" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <form
          className="mx-auto flex max-w-3xl flex-col gap-5 p-6"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className="flex flex-col items-start gap-1">
            <Segmented
              label="How to start"
              value={way}
              onChange={setWay}
              options={[
                { value: 'guided', label: 'From two streams' },
                { value: 'blank', label: 'Blank canvas' },
              ]}
            />
            <p className="text-ink-2">
              {way === 'guided'
                ? 'Choose what to keep equal; fields are paired by name and type, and drawn for you to look over.'
                : 'Draw every step yourself.'}
            </p>
          </div>
          {way === 'guided' ? (
            <div className="flex items-stretch gap-3 max-sm:flex-col">
              <SidePicker title="Left side" tone="left" draft={left} onChange={setLeft} />
              <ArrowLeftRight
                aria-hidden
                className="size-4 shrink-0 self-center text-ink-3 max-sm:rotate-90"
              />
              <SidePicker title="Right side" tone="right" draft={right} onChange={setRight} />
            </div>
          ) : null}
          {way === 'guided' && from && to ? <Preview left={from} right={to} /> : null}
          <Field label="Name" required>
            <Input
              value={name}
              maxLength={120}
              placeholder="Contacts: CRM and App"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          {error ? <ErrorNotice error={error} /> : null}
          <div className="flex justify-end gap-2">
            <Button onClick={() => router.push(path('/flows'))}>Cancel</Button>
            <Button
              type="submit"
              variant="primary"
              disabled={!ready}
              loading={create.isPending || create.isSuccess}
            >
              Create flow
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
