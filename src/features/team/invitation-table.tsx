'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { CopyButton } from '#ui/copy-button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Invitation = ApiOutput['member']['list']['invitations'][number];

function CancelCell({ invitation }: { invitation: Invitation }) {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.member.cancelInvitation.mutationOptions({
      onSuccess: () => toast.success('The invitation no longer holds'),
      onError: (error) => toast.error(errorParts(error)?.message ?? 'The invitation still holds'),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.member.list.queryKey() }),
    }),
  );
  if (!can('member.cancelInvitation')) return null;
  return (
    <IconButton
      side="left"
      label={`Take back the invitation of ${invitation.email}`}
      disabled={cancel.isPending}
      onClick={() => cancel.mutate({ workspace: slug, invitationId: invitation.id })}
    >
      <X aria-hidden />
    </IconButton>
  );
}

const columns: Column<Invitation>[] = [
  {
    id: 'email',
    header: 'Invited',
    width: '30%',
    cell: (invitation) => <span className="font-medium">{invitation.email}</span>,
  },
  {
    id: 'link',
    header: 'Link',
    cell: (invitation) =>
      invitation.link ? (
        <span className="flex items-center gap-1">
          <code className="truncate text-ink-2">{invitation.link}</code>
          <CopyButton text={invitation.link} label="Copy the link" />
        </span>
      ) : null,
  },
  {
    id: 'role',
    header: 'Role',
    width: '160px',
    cell: (invitation) => <span className="text-ink-2">{invitation.role}</span>,
  },
  {
    id: 'expires',
    header: 'Expires',
    width: '130px',
    cell: (invitation) => <RelativeTime at={invitation.expiresAt} className="text-ink-2" />,
  },
  {
    id: 'cancel',
    header: <span className="sr-only">Actions</span>,
    width: '60px',
    align: 'right',
    cell: (invitation) => <CancelCell invitation={invitation} />,
  },
];

/** Invitations that nobody has taken yet. */
export function InvitationTable({ invitations }: { invitations: readonly Invitation[] }) {
  return (
    <DataTable
      label="Open invitations"
      columns={columns}
      rows={invitations}
      rowId={(invitation) => invitation.id || invitation.email}
    />
  );
}
