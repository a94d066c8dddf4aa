'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { AttentionList } from './attention-list.tsx';
import { CalmFacts } from './calm-facts.tsx';
import { DayCounts } from './day-counts.tsx';
import { DemoCard } from './demo-card.tsx';
import { FirstSteps } from './first-steps.tsx';
import { FlowSummary } from './flow-summary.tsx';

/** What needs attention first, then how everything goes. */
export function HomePage() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const summary = useQuery(
    trpc.home.summary.queryOptions({ workspace: slug }, { refetchInterval: 8_000, staleTime: 0 }),
  );
  const live = useFlows(slug);
  const error = errorParts(summary.error);
  const data = summary.data;
  const flows = live.data ?? data?.flows ?? [];
  const deployed = flows.some((flow) => flow.deployedVersion !== null);
  return (
    <>
      <PageHeader
        title="Home"
        status={
          data ? (
            data.runnerAlive ? (
              <StatusDot tone="ok" quiet>
                Runner alive
              </StatusDot>
            ) : (
              <StatusDot tone="fail">No runner</StatusDot>
            )
          ) : null
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-6xl flex-col gap-4 p-6 max-md:p-3">
          {error ? <ErrorNotice error={error} onRetry={() => void summary.refetch()} /> : null}
          {summary.isPending ? <SkeletonRows label="Loading the workspace" /> : null}
          {data ? (
            <>
              <AttentionList
                items={data.attention}
                quietWhenEmpty={!deployed}
                calm={<CalmFacts summary={data} />}
              />
              {deployed ? null : (
                <FirstSteps connections={data.connections} flows={flows.length} deployed={deployed} />
              )}
              {flows.length > 0 ? <FlowSummary flows={flows} /> : null}
              {deployed ? <DayCounts counts={data.counts} /> : null}
              {data.demo.present ? <DemoCard runningId={data.demo.trafficOperationId} /> : null}
            </>
          ) : null}
        </div>
      </div>
    </>
  );
}
