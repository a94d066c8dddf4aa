'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { defaultThresholds } from '#core/mapping/confidence-band.ts';
import type { Thresholds } from '#core/mapping/suggestion.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Input } from '#ui/input.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** From which confidence a mapping takes suggestions by itself, and from which it shows them. */
export function SuggestionThresholds() {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(trpc.mapping.thresholds.queryOptions({ workspace: slug }));
  const [typed, setTyped] = useState<Thresholds | null>(null);
  const save = useMutation(
    trpc.mapping.setThresholds.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.mapping.pathKey() });
        setTyped(null);
        toast.success('Saved');
      },
    }),
  );
  const shown = typed ?? data ?? defaultThresholds;
  const may = can('mapping.setThresholds');
  const error = errorParts(save.error);
  const percent = (name: keyof Thresholds) => (
    <Input
      type="number"
      min={0}
      max={100}
      value={Math.round(shown[name] * 100)}
      disabled={!may || data === undefined}
      onChange={(event) => setTyped({ ...shown, [name]: Number(event.target.value) / 100 })}
    />
  );
  return (
    <Card title="Suggested pairs">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed) save.mutate({ workspace: slug, ...typed });
        }}
      >
        <Field
          label="Taken by itself from (%)"
          hint="A mapping takes a suggestion that is so sure, and says so."
        >
          {percent('accept')}
        </Field>
        <Field label="Shown for review from (%)" hint="What is less sure than this is left alone.">
          {percent('review')}
        </Field>
        {error ? <ErrorNotice error={error} /> : null}
        {may ? (
          <Button type="submit" className="self-start" disabled={!typed} loading={save.isPending}>
            Save
          </Button>
        ) : null}
      </form>
    </Card>
  );
}
