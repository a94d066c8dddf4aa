'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Checkbox } from '#ui/checkbox.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';

/** Ticks the streams of a connection, or all of them at once. */
export function StreamChoice({
  from,
  chosen,
  disabled,
  onChange,
}: {
  from: string;
  chosen: ReadonlySet<string>;
  disabled: boolean;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const input = from === '' ? skipToken : { workspace, name: from };
  const streams = useQuery(trpc.connection.streams.queryOptions(input, { staleTime: 60_000 }));
  const error = errorParts(streams.error);
  if (error) return <ErrorNotice error={error} onRetry={() => void streams.refetch()} />;
  if (!streams.data) return null;
  const names = streams.data.map(({ name }) => name);
  const all = names.length > 0 && names.every((name) => chosen.has(name));
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(name);
    else next.delete(name);
    onChange(next);
  };
  return (
    <fieldset className="rounded-md border border-line">
      <legend className="sr-only">Streams of {from}</legend>
      <div className="border-b border-line px-3">
        <Checkbox
          checked={all ? true : chosen.size > 0 ? 'indeterminate' : false}
          disabled={disabled || names.length === 0}
          onChange={(on) => onChange(new Set(on ? names : []))}
        >
          All {names.length.toLocaleString('en')} streams of {from}
        </Checkbox>
      </div>
      <ul className="max-h-48 columns-2 gap-6 overflow-y-auto px-3">
        {names.map((name) => (
          <li key={name} className="break-inside-avoid">
            <Checkbox checked={chosen.has(name)} disabled={disabled} onChange={(on) => toggle(name, on)}>
              <span className="font-mono text-sm">{name}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
