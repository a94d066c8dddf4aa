'use client';

import { useMemo } from 'react';
import { counted } from '#lib/counted.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Avatar } from '#ui/avatar.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { Sparkline } from '#ui/sparkline.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { IssueStateDot } from './issue-state-dot.tsx';

export type ListedIssue = ApiOutput['issue']['list']['items'][number];

const number = (value: number) => value.toLocaleString('en');

/** Which of the flow's lanes: rules have the same name in all of them. */
const sidesOf = ({ ends }: ListedIssue) => `${ends.left} – ${ends.right}`;

const columns: Column<ListedIssue>[] = [
  {
    id: 'state',
    header: 'State',
    width: '104px',
    cell: (issue) => <IssueStateDot state={issue.state} kind={issue.kind} />,
  },
  {
    id: 'what',
    header: 'What',
    cell: (issue) => (
      <span title={issue.sentence} className="font-medium">
        {issue.title}
        {issue.kind === 'decision' ? <span className="font-normal text-ink-3"> {sidesOf(issue)}</span> : null}
      </span>
    ),
  },
  {
    id: 'flow',
    header: 'Flow',
    width: '14%',
    cell: (issue) => <span className="text-ink-2">{issue.flowName ?? 'deleted'}</span>,
  },
  {
    id: 'open',
    header: 'Open',
    width: '88px',
    align: 'right',
    cell: (issue) => (
      <span className={issue.openRecords > 0 ? 'font-semibold text-fail' : 'text-ink-3'}>
        {number(issue.openRecords)}
      </span>
    ),
  },
  {
    id: 'records',
    header: 'Records',
    width: '88px',
    align: 'right',
    cell: (issue) => (
      <span className="text-ink-2" title={`${counted(issue.lines, 'line')} of the ledger`}>
        {number(issue.records)}
      </span>
    ),
  },
  {
    id: 'trend',
    minor: true,
    header: '24 hours',
    width: '88px',
    cell: (issue) => (
      <span className="flex h-5 items-center">
        <Sparkline values={issue.trend} width={64} />
        <span className="sr-only">
          {counted(
            issue.trend.reduce((sum, lines) => sum + lines, 0),
            'line',
          )}
        </span>
      </span>
    ),
  },
  {
    id: 'first',
    minor: true,
    header: 'First seen',
    width: '92px',
    align: 'right',
    cell: (issue) => <RelativeTime at={issue.firstSeen} className="text-ink-3" />,
  },
  {
    id: 'last',
    header: 'Last seen',
    width: '92px',
    align: 'right',
    cell: (issue) => <RelativeTime at={issue.lastSeen} className="text-ink-2" />,
  },
  {
    id: 'assignee',
    header: <span className="sr-only">Assigned to</span>,
    width: '48px',
    align: 'right',
    cell: (issue) =>
      issue.assignee ? (
        <span title={issue.assignee.name} className="inline-flex align-top">
          <Avatar name={issue.assignee.name} size="sm" />
          <span className="sr-only">{issue.assignee.name}</span>
        </span>
      ) : null,
  },
];

/** Issues; each opens its page. */
export function IssueTable({ issues }: { issues: readonly ListedIssue[] }) {
  const { path } = useWorkspace();
  const rows = useMemo(() => [...issues], [issues]);
  return (
    <DataTable
      label="Issues"
      columns={columns}
      rows={rows}
      rowId={(issue) => issue.id}
      rowLabel={(issue) =>
        `${issue.state}: ${issue.title}${issue.kind === 'decision' ? ` ${sidesOf(issue)}` : ''}, ${counted(issue.openRecords, 'record')} open`
      }
      href={(issue) => path(`/issues/${issue.id}`)}
      linkColumn="what"
    />
  );
}
