'use client';

import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { timeZoneName } from '#ui/time-zone-name.ts';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { IssueActions } from './issue-actions.tsx';
import { IssueRecords } from './issue-records.tsx';
import { IssueStateDot } from './issue-state-dot.tsx';
import { IssueTimeline } from './issue-timeline.tsx';
import { IssueTrend } from './issue-trend.tsx';
import { type TriageActions, useTriage } from './use-triage.ts';

type Issue = ApiOutput['issue']['show']['issue'];

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-3 py-1">
      <dt className="w-24 shrink-0 text-sm text-ink-3">{name}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  );
}

/** Why it is not simply open. */
function StateNote({ issue }: { issue: Issue }) {
  const by = issue.stateBy ? ` by ${issue.stateBy}` : ' by itself';
  if (issue.state === 'ignored')
    return (
      <>
        Ignored{by}: {issue.reason}
      </>
    );
  if (issue.state === 'snoozed') {
    return issue.snoozedLines === null ? (
      <>
        Snoozed{by} until{' '}
        {issue.snoozedUntil
          ? new Date(issue.snoozedUntil).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
          : ''}{' '}
        {timeZoneName()}
      </>
    ) : (
      <>
        Snoozed{by} until it has come up {counted(issue.snoozedLines - issue.lines, 'time')} more
      </>
    );
  }
  if (issue.state === 'resolved') {
    return (
      <>
        Resolved{by} <RelativeTime at={issue.stateAt} />; it comes back when it is seen again
      </>
    );
  }
  if (issue.returnedAt) {
    return (
      <>
        Back since <RelativeTime at={issue.returnedAt} />
      </>
    );
  }
  return null;
}

function Cause({ issue, actions }: { issue: Issue; actions: TriageActions }) {
  const { can } = useWorkspace();
  const open = issue.openRecords;
  return (
    <Card>
      <p className="text-lg font-medium text-balance wrap-anywhere">{issue.sentence}</p>
      <p className="mt-1 max-w-prose text-ink-2">{issue.remedy}</p>
      <p className="mt-2 text-sm text-ink-3">
        <StateNote issue={issue} />
      </p>
      {issue.kind === 'failure' && open > 0 && can('issue.retry') ? (
        <div className="mt-3">
          <Button
            variant="primary"
            icon={<RotateCw aria-hidden />}
            loading={actions.retrying}
            onClick={actions.retry}
          >
            Try {open.toLocaleString('en')} again
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Facts({ issue }: { issue: Issue }) {
  const { path } = useWorkspace();
  const place = issue.constraint ?? issue.field;
  const { sample } = issue;
  return (
    <Card title="About it">
      <dl>
        <Fact name="Code">
          <code>{issue.code}</code>
        </Fact>
        {place ? (
          <Fact name={issue.constraint ? 'Constraint' : 'Field'}>
            <code>{place}</code>
          </Fact>
        ) : null}
        {issue.to ? <Fact name="On the way to">{issue.ends[issue.to]}</Fact> : null}
        <Fact name="Flow">
          {issue.flowName ? (
            <Link href={path(`/flows/${issue.flowId}`)} className="hover:text-accent hover:underline">
              {issue.flowName}
            </Link>
          ) : (
            'deleted'
          )}
        </Fact>
        <Fact name="Records">
          {issue.openRecords.toLocaleString('en')} out of line, {issue.records.toLocaleString('en')} in all
        </Fact>
        <Fact name="Came up">{counted(issue.lines, 'time')}</Fact>
        <Fact name="First seen">
          <RelativeTime at={issue.firstSeen} />
        </Fact>
        <Fact name="Last seen">
          <RelativeTime at={issue.lastSeen} />
        </Fact>
        <Fact name="Sample">
          {sample ? (
            <>
              <Link
                href={path(recordPath(issue.laneId, sample.recordKey))}
                className="font-mono text-sm hover:text-accent hover:underline"
              >
                {keyText(sample.recordKey)}
              </Link>
              <span className="mt-0.5 block text-sm text-ink-2">{sample.detail}</span>
            </>
          ) : (
            'older than what the ledger keeps'
          )}
        </Fact>
      </dl>
    </Card>
  );
}

/** One issue: what keeps its records from arriving, what to do, its records, and what people did about it. */
export function IssuePage({ id }: { id: string }) {
  const { slug, path } = useWorkspace();
  const trpc = useTRPC();
  const actions = useTriage(id);
  const shown = useQuery(
    trpc.issue.show.queryOptions({ workspace: slug, id }, { refetchInterval: 4_000, staleTime: 0 }),
  );
  const error = errorParts(shown.error);
  const issue = shown.data?.issue;
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Issues', href: path('/issues') }]}
        title={issue?.title ?? 'Issue'}
        status={issue ? <IssueStateDot state={issue.state} kind={issue.kind} /> : null}
        actions={issue ? <IssueActions issue={issue} actions={actions} /> : null}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error ? <ErrorNotice className="m-4" error={error} onRetry={() => void shown.refetch()} /> : null}
        {shown.isPending ? <SkeletonRows label="Loading the issue" /> : null}
        {shown.data && issue ? (
          <div className="grid gap-4 p-6 max-md:p-3 xl:grid-cols-[minmax(0,1fr)_320px]">
            <div className="flex min-w-0 flex-col gap-4">
              <Cause issue={issue} actions={actions} />
              <IssueRecords issue={issue} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <Facts issue={issue} />
              <IssueTrend hours={shown.data.hours} />
              <IssueTimeline events={shown.data.events} actions={actions} />
            </div>
          </div>
        ) : null}
      </div>
    </>
  );
}
