'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { MaskingRule } from '#core/masking/masking-rule.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const nothing: MaskingRule = { connection: '*', stream: '*', field: '', least: 'admin' };
const roles = MaskingRule.shape.least.options.map((role) => ({ value: role, label: `${role}s and above` }));

/** Which fields' values are kept from which roles. */
export function MaskingRules() {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const rules = useQuery(trpc.masking.list.queryOptions({ workspace: slug }));
  // What anybody sees of records depends on it.
  const onSuccess = () => client.invalidateQueries();
  const remove = useMutation(
    trpc.masking.remove.mutationOptions({
      onSuccess,
      onError: (error) => toast.error(errorParts(error)?.message ?? 'The rule was not removed.'),
    }),
  );
  return (
    <Card
      title="Masked fields"
      description="Their values are shown to some roles alone, wherever records are: pages, exports, the command, search."
    >
      {rules.data?.length === 0 ? <p className="text-ink-3">Nothing is masked.</p> : null}
      <ul aria-label="Masked fields">
        {rules.data?.map(({ id, connection, stream, field, least }) => (
          <li key={id} className="flex items-center gap-2 border-b border-line py-1.5 last:border-b-0">
            <span className="min-w-0 flex-1 truncate">
              <code>{field}</code>
              <span className="text-ink-3">
                {' '}
                of {stream === '*' ? 'any stream' : stream},{' '}
                {connection === '*' ? 'any connection' : connection}
              </span>
            </span>
            <span className="text-ink-2">seen by {least}s and above</span>
            {can('masking.remove') ? (
              <IconButton
                label={`Show ${field} again`}
                onClick={() => remove.mutate({ workspace: slug, id })}
              >
                <Trash2 aria-hidden />
              </IconButton>
            ) : null}
          </li>
        ))}
      </ul>
      {can('masking.add') ? <AddRule onAdded={onSuccess} /> : null}
    </Card>
  );
}

function AddRule({ onAdded }: { onAdded: () => Promise<void> }) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const [rule, setRule] = useState(nothing);
  const add = useMutation(
    trpc.masking.add.mutationOptions({
      onSuccess: async () => {
        setRule(nothing);
        await onAdded();
      },
    }),
  );
  const error = errorParts(add.error);
  const text = (name: 'connection' | 'stream' | 'field', label: string) => (
    <Field label={label}>
      <Input
        value={rule[name]}
        required
        onChange={(event) => setRule({ ...rule, [name]: event.target.value })}
      />
    </Field>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ workspace, ...rule });
  };
  return (
    <form className="mt-3 flex flex-col gap-3" onSubmit={submit}>
      <div className="grid grid-cols-3 gap-3">
        {text('field', 'Field (* for any text)')}
        {text('stream', 'Stream')}
        {text('connection', 'Connection')}
      </div>
      <Field label="Values are seen by">
        <Select
          label="Values are seen by"
          value={rule.least}
          options={roles}
          onChange={(least) => setRule({ ...rule, least })}
        />
      </Field>
      {error ? <ErrorNotice error={error} /> : null}
      <Button
        type="submit"
        className="self-start"
        disabled={rule.field.trim() === ''}
        loading={add.isPending}
      >
        Mask
      </Button>
    </form>
  );
}
