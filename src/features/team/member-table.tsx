'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { reaches } from '#core/access/permissions.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Avatar } from '#ui/avatar.tsx';
import { ConfirmDialog } from '#ui/confirm-dialog.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { Select } from '#ui/select.tsx';
import { toast } from '#ui/toast.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { grantableRoles } from './roles.ts';

type Member = ApiOutput['member']['list']['members'][number];

function RoleCell({ member }: { member: Member }) {
  const { slug, role, can, user } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const setRole = useMutation(
    trpc.member.setRole.mutationOptions({
      onError: (error) => {
        const parts = errorParts(error);
        toast.error(parts?.message ?? 'The role was not changed', { description: parts?.remedy });
      },
      onSuccess: () => toast.success('Role changed'),
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.member.list.queryKey() }),
    }),
  );
  const may = can('member.setRole') && reaches(role, member.role) && member.userId !== user.id;
  if (!may) return <span className="text-ink-2">{member.role}</span>;
  return (
    <Select
      label={`Role of ${member.name}`}
      className="w-32"
      value={setRole.isPending ? setRole.variables.role : member.role}
      onChange={(next) => setRole.mutate({ workspace: slug, memberId: member.id, role: next })}
      options={grantableRoles(role).map(({ value, label }) => ({ value, label }))}
    />
  );
}

function RemoveCell({ member }: { member: Member }) {
  const { slug, role, can, user, name } = useWorkspace();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const remove = useMutation(
    trpc.member.remove.mutationOptions({
      onSuccess: async () => {
        setOpen(false);
        toast.success(`${member.name} is no longer a member`);
        await queryClient.invalidateQueries({ queryKey: trpc.member.list.queryKey() });
      },
    }),
  );
  if (!can('member.remove') || !reaches(role, member.role) || member.userId === user.id) return null;
  return (
    <>
      <IconButton label={`Remove ${member.name}`} side="left" onClick={() => setOpen(true)}>
        <UserMinus aria-hidden />
      </IconButton>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${member.name} from ${name}?`}
        description="They can no longer see anything of this workspace. What they did stays in the account."
        action="Remove member"
        pending={remove.isPending}
        error={errorParts(remove.error)}
        onConfirm={() => remove.mutate({ workspace: slug, memberId: member.id })}
      />
    </>
  );
}

const columns: Column<Member>[] = [
  {
    id: 'name',
    header: 'Name',
    width: '30%',
    cell: (member) => (
      <span className="inline-flex items-center gap-2.5 align-top">
        <Avatar name={member.name} size="sm" />
        <span className="truncate font-medium">{member.name}</span>
      </span>
    ),
  },
  { id: 'email', header: 'E-mail', cell: (member) => <span className="text-ink-2">{member.email}</span> },
  { id: 'role', header: 'Role', width: '160px', cell: (member) => <RoleCell member={member} /> },
  {
    id: 'since',
    header: 'Member since',
    width: '130px',
    cell: (member) => <RelativeTime at={member.createdAt} className="text-ink-2" />,
  },
  {
    id: 'remove',
    header: <span className="sr-only">Actions</span>,
    width: '60px',
    align: 'right',
    cell: (member) => <RemoveCell member={member} />,
  },
];

/** The workspace's people with their roles. */
export function MemberTable({ members }: { members: readonly Member[] }) {
  return <DataTable label="Members" columns={columns} rows={members} rowId={(member) => member.id} />;
}
