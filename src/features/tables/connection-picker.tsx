'use client';

import { useQuery } from '@tanstack/react-query';
import { connectorManifests } from '#connectors/registry.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import { Combobox } from '#ui/combobox.tsx';
import { Field } from '#ui/field.tsx';

/** Chooses the connection whose streams are made elsewhere. */
export function ConnectionPicker({
  value,
  except,
  disabled,
  onChange,
}: {
  value: string;
  /** The connection that they are made in. */
  except: string;
  disabled: boolean;
  onChange: (name: string) => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const list = useQuery(trpc.connection.list.queryOptions({ workspace }));
  const others = (list.data ?? []).filter(({ name }) => name !== except);
  return (
    <Field label="From the connection">
      <Combobox
        value={value === '' ? null : value}
        disabled={disabled || others.length === 0}
        placeholder={list.data && others.length === 0 ? 'No other connection' : 'Choose a connection'}
        searchPlaceholder="Search connections"
        options={others.map(({ name, connector }) => ({
          value: name,
          label: name,
          hint: connectorManifests[connector]?.label ?? connector,
        }))}
        onChange={onChange}
      />
    </Field>
  );
}
