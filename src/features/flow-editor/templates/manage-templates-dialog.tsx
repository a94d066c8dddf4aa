'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookmarkCheck, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Dialog } from '#ui/dialog.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { toast } from '#ui/toast.tsx';

type Template = ApiOutput['template']['list'][number];

/** The workspace's templates: to rename, to describe and to delete. */
export function ManageTemplatesDialog({ onClose }: { onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const list = useQuery(trpc.template.list.queryOptions({ workspace }, { refetchOnMount: 'always' }));
  const error = errorParts(list.error);
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => (open ? undefined : onClose())}
      title="Templates"
      description="Steps that the menu offers in every flow of the workspace. Those that come with Syncline are not listed."
    >
      {error ? <ErrorNotice error={error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={3} label="Loading templates" /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={<BookmarkCheck />} title="No template of your own yet">
          Select steps on the canvas, then “Save as a template” in its toolbar.
        </EmptyState>
      ) : null}
      <ul aria-label="Templates of the workspace">
        {list.data?.map((template) => (
          <Line key={template.id} template={template} />
        ))}
      </ul>
    </Dialog>
  );
}

function Line({ template }: { template: Template }) {
  const { id, version, name, description, body, updatedBy, updatedAt } = template;
  const { slug: workspace, can } = useWorkspace();
  const trpc = useTRPC();
  const client = useQueryClient();
  const readOnly = !can('template.update');
  const refresh = () => client.invalidateQueries(trpc.template.pathFilter());
  const failed = (error: unknown) => {
    toast.error(errorParts(error)?.message ?? 'The template was not changed.');
    void refresh();
  };
  const update = useMutation(trpc.template.update.mutationOptions({ onSuccess: refresh, onError: failed }));
  const remove = useMutation(
    trpc.template.delete.mutationOptions({
      onSuccess: async (_, { deleted }) => {
        await refresh();
        if (deleted === false) return;
        toast.success(`The template ${name} is deleted.`, {
          description: 'Flows keep the steps that they got of it.',
          action: { label: 'Undo', onClick: () => remove.mutate({ workspace, id, deleted: false }) },
        });
      },
      onError: failed,
    }),
  );
  const change = (words: { name: string } | { description: string }) =>
    update.mutate({ workspace, id, version, ...words });
  return (
    <li className="flex items-start gap-2 border-b border-line py-2 last:border-b-0">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex gap-2">
          <div className="w-56 shrink-0">
            <Words
              label={`Name of ${name}`}
              text={name}
              readOnly={readOnly}
              needed
              onChange={(text) => change({ name: text })}
            />
          </div>
          <Words
            label={`What ${name} is for`}
            text={description}
            readOnly={readOnly}
            onChange={(text) => change({ description: text })}
          />
        </div>
        <p className="px-2 text-sm text-ink-3">
          {body.nodes.length === 1 ? '1 step' : `${body.nodes.length} steps`}, version {version}, {updatedBy},{' '}
          <RelativeTime at={updatedAt} />
        </p>
      </div>
      {can('template.delete') ? (
        <IconButton label={`Delete ${name}`} onClick={() => remove.mutate({ workspace, id })}>
          <Trash2 aria-hidden />
        </IconButton>
      ) : null}
    </li>
  );
}

/** A text that is changed once the field is left. */
function Words({
  label,
  text,
  needed = false,
  readOnly,
  onChange,
}: {
  label: string;
  text: string;
  needed?: boolean;
  readOnly: boolean;
  onChange: (text: string) => void;
}) {
  const [value, setValue] = useState(text);
  useEffect(() => setValue(text), [text]);
  return (
    <Input
      aria-label={label}
      value={value}
      placeholder={needed || readOnly ? undefined : 'What it is for'}
      maxLength={needed ? 120 : 500}
      readOnly={readOnly}
      onChange={(event) => setValue(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
      onBlur={() => {
        const next = value.trim();
        if (next === text || (needed && next === '')) setValue(text);
        else onChange(next);
      }}
    />
  );
}
