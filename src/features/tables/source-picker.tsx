'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Combobox } from '#ui/combobox.tsx';
import { Field } from '#ui/field.tsx';
import { ConnectionPicker } from './connection-picker.tsx';

/** Chooses the stream of another connection that a new one shall be like. */
export function SourcePicker({
  to,
  from,
  stream,
  disabled,
  onChange,
}: {
  to: string;
  from: string;
  stream: string;
  disabled: boolean;
  onChange: (source: { from: string; stream: string }) => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const input = from === '' ? skipToken : { workspace, name: from };
  const streams = useQuery(trpc.connection.streams.queryOptions(input, { staleTime: 60_000 }));
  return (
    <>
      <ConnectionPicker
        value={from}
        except={to}
        disabled={disabled}
        onChange={(name) => onChange({ from: name, stream: '' })}
      />
      <Field label="Like the stream" error={errorParts(streams.error)?.message ?? null}>
        <Combobox
          mono
          value={stream === '' ? null : stream}
          disabled={disabled || !streams.data}
          placeholder="Choose a stream"
          searchPlaceholder="Search streams"
          options={(streams.data ?? []).map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => onChange({ from, stream: name })}
        />
      </Field>
    </>
  );
}
