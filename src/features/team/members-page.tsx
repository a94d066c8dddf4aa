'use client';

import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { InvitationTable } from './invitation-table.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberTable } from './member-table.tsx';

/** Who belongs to the workspace, and who is invited. */
export function MembersPage() {
  const { slug, can } = useWorkspace();
  const trpc = useTRPC();
  const [inviting, setInviting] = useQueryState('invite', parseAsBoolean.withDefault(false));
  const list = useQuery(trpc.member.list.queryOptions({ workspace: slug }));
  const error = errorParts(list.error);
  return (
    <>
      <PageHeader
        title="Members"
        status={list.data ? <span className="text-ink-3">{list.data.members.length}</span> : null}
        actions={
          can('member.invite') ? (
            <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => void setInviting(true)}>
              Invite
            </Button>
          ) : null
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending ? <SkeletonRows rows={3} label="Loading members" /> : null}
        {list.data ? <MemberTable members={list.data.members} /> : null}
        {list.data && list.data.invitations.length > 0 ? (
          <section aria-label="Open invitations" className="pt-6">
            <h2 className="border-b border-line px-4 pb-2 font-semibold">Open invitations</h2>
            <InvitationTable invitations={list.data.invitations} />
          </section>
        ) : null}
      </div>
      {can('member.invite') ? (
        <InviteDialog open={inviting} onOpenChange={(open) => void setInviting(open ? true : null)} />
      ) : null}
    </>
  );
}
