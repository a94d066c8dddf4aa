'use client';

import { useQuery } from '@tanstack/react-query';
import { BellOff, Check, CircleCheck, EllipsisVertical, RotateCcw, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Menu } from '#ui/menu.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { IgnoreDialog } from './ignore-dialog.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import type { TriageActions } from './use-triage.ts';

type Issue = ApiOutput['issue']['show']['issue'];

function AssignMenu({ issue, actions }: { issue: Issue; actions: TriageActions }) {
  const { slug, user } = useWorkspace();
  const trpc = useTRPC();
  const members = useQuery(trpc.member.list.queryOptions({ workspace: slug }, { staleTime: 60_000 }));
  const people = (members.data?.members ?? []).toSorted(
    (a, b) => Number(b.userId === user.id) - Number(a.userId === user.id),
  );
  return (
    <Menu
      align="end"
      trigger={<Button icon={<UserRound aria-hidden />}>{issue.assignee?.name ?? 'Assign'}</Button>}
      items={[
        ...people.map(({ userId, name, email }) => ({
          label: userId === user.id ? `${name || email} (you)` : name || email,
          icon: userId === issue.assigneeId ? <Check aria-label="chosen" /> : <span className="size-4" />,
          onSelect: () => actions.assign(userId),
        })),
        { kind: 'separator' as const },
        { label: 'Nobody', icon: <span className="size-4" />, onSelect: () => actions.assign(null) },
      ]}
    />
  );
}

/** What can be done about an issue, by those who may. */
export function IssueActions({ issue, actions }: { issue: Issue; actions: TriageActions }) {
  const { can } = useWorkspace();
  const [ignoring, setIgnoring] = useState(false);
  if (!can('issue.assign')) return null;
  const here = issue.state === 'open' || issue.state === 'snoozed';
  return (
    <>
      <AssignMenu issue={issue} actions={actions} />
      {here ? <SnoozeMenu actions={actions} /> : null}
      {here ? (
        <Button icon={<CircleCheck aria-hidden />} loading={actions.settling} onClick={actions.resolve}>
          Resolve
        </Button>
      ) : (
        <Button icon={<RotateCcw aria-hidden />} loading={actions.settling} onClick={actions.reopen}>
          Reopen
        </Button>
      )}
      {here ? (
        <Menu
          align="end"
          trigger={
            <IconButton label="More">
              <EllipsisVertical aria-hidden />
            </IconButton>
          }
          items={[
            ...(issue.state === 'snoozed'
              ? [{ label: 'Wake it now', icon: <RotateCcw aria-hidden />, onSelect: actions.reopen }]
              : []),
            { label: 'Ignore…', icon: <BellOff aria-hidden />, onSelect: () => setIgnoring(true) },
          ]}
        />
      ) : null}
      <IgnoreDialog
        open={ignoring}
        onOpenChange={setIgnoring}
        pending={actions.settling}
        onIgnore={(reason) => actions.ignore(reason, () => setIgnoring(false))}
      />
    </>
  );
}
