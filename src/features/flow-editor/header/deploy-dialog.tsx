'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter, useSelectedLayoutSegment } from 'next/navigation';
import { useState } from 'react';
import { describeMoves } from '#core/flow/filter-moves.ts';
import type { FlowGraph, MappingNode } from '#core/flow/flow-graph.ts';
import type { Problem } from '#core/flow/problem.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { useTRPCClient } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Field } from '#ui/field.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { Textarea } from '#ui/textarea.tsx';
import { toast } from '#ui/toast.tsx';
import { plainWords } from '../graph/plain-words.ts';
import { problemSearch, useGoToProblem } from '../session/use-go-to-problem.ts';
import { useCompiled, useSession } from '../session/use-session.tsx';
import { editNode } from '../store/editor-actions.ts';
import { DeployError, refusedProblems } from './deploy-error.tsx';
import { EveryRow } from './every-row.tsx';
import { lossyTrips, RoundTripChoices, type Trip, type TripChoice } from './round-trip-choices.tsx';
import { useRefreshFlow } from './use-flow-actions.ts';

/** What changes with the next version, and the message that goes with it. */
export function DeployDialog({
  flow,
  next,
  onClose,
}: {
  flow: ApiOutput['flow']['get'];
  next: number | null;
  onClose: () => void;
}) {
  const session = useSession();
  const client = useTRPCClient();
  const { slug: workspace, path } = useWorkspace();
  const refresh = useRefreshFlow(flow.id);
  const [message, setMessage] = useState('');
  const draft = () => ({ ...session.editor.graph, name: flow.name });
  const [graph, setGraph] = useState(draft);
  const plan = useQuery({
    queryKey: ['deploy-plan', workspace, flow.id, graph],
    queryFn: () => client.flow.plan.mutate({ workspace, graph }),
    staleTime: 0,
  });
  const [wholeAsked, setWholeAsked] = useState(false);
  const whole = useQuery({
    queryKey: ['deploy-every-row', workspace, flow.id, graph],
    queryFn: () => client.flow.validate.mutate({ workspace, graph, whole: true }),
    enabled: wholeAsked,
    staleTime: 0,
    retry: false,
  });
  const deploy = useMutation({
    mutationFn: async () => {
      const revision = await session.saver.settle();
      return client.flow.deploy.mutate({ workspace, id: flow.id, revision, message: message.trim() });
    },
    onSuccess: async ({ version }) => {
      await refresh();
      toast.success(`Version ${version} is deployed.`);
      onClose();
    },
    onError: (error) => showProblems(error, session),
  });
  const goToProblem = useGoToProblem();
  const onCanvas = useSelectedLayoutSegment() === 'build';
  const router = useRouter();
  const goTo = (problem: Problem) => {
    onClose();
    if (onCanvas) return goToProblem(problem);
    session.goTo(problem);
    router.push(path(`/flows/${flow.id}/build?${problemSearch(problem)}`));
  };
  const lanes = useCompiled((state) => state.lanes);
  const planError = errorParts(plan.error);
  const trips = lossyTrips((whole.data ?? plan.data)?.roundTrips ?? []);
  const choose = ({ nodeId }: Trip, choice: TripChoice) => {
    editNode<MappingNode>(session.editor, nodeId, choice);
    setGraph(draft());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={next === null ? 'Deploy' : `Deploy version ${next}`}
      description={
        flow.deployed
          ? `It takes the place of version ${flow.deployed.number}; what was carried so far stays carried.`
          : 'The first sync brings the records that are there in line, then changes are carried as they happen.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <span title={trips.length > 0 ? 'Choose what becomes of the values below first.' : undefined}>
            <Button
              variant="primary"
              disabled={trips.length > 0}
              loading={deploy.isPending}
              onClick={() => deploy.mutate()}
            >
              Deploy
            </Button>
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Message" hint="What changes and why, for whoever reads the versions.">
          <Textarea
            rows={2}
            maxLength={500}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        <section aria-label="Changes">
          <h3 className="mb-1 font-medium text-ink-2 text-sm">
            {flow.deployed ? `Changes since version ${flow.deployed.number}` : 'What is deployed'}
          </h3>
          {plan.isLoading ? <Skeleton className="w-2/3" /> : null}
          {planError ? <ErrorNotice error={planError} onRetry={() => void plan.refetch()} /> : null}
          {plan.data ? (
            <Changes changes={plan.data.changes} first={flow.deployed === null} graph={graph} />
          ) : null}
        </section>
        {plan.data && plan.data.moves.length > 0 ? (
          <section aria-label="Records that enter and leave">
            <h3 className="mb-1 font-medium text-ink-2 text-sm">Records that enter and leave</h3>
            <ul className="flex list-disc flex-col gap-0.5 pl-4 tabular-nums">
              {plan.data.moves.map((moves) => (
                <li key={`${moves.nodeId} ${moves.side}`}>{describeMoves(moves)}</li>
              ))}
            </ul>
          </section>
        ) : null}
        <RoundTripChoices trips={trips} onChoose={choose} />
        {plan.data && lanes.some((lane) => lane.direction === 'both') ? (
          <EveryRow found={whole} onAsk={() => setWholeAsked(true)} />
        ) : null}
        {deploy.isPending && graph.nodes.some(isProved) ? (
          <p role="status" className="text-ink-2">
            Running the cases of the code, and trying whether lenses undo what they do…
          </p>
        ) : null}
        {deploy.error ? <DeployError error={deploy.error} onGo={goTo} /> : null}
      </div>
    </Dialog>
  );
}

/** Is there something to run before its flow is deployed? */
function isProved(node: FlowGraph['nodes'][number]): boolean {
  return node.kind === 'code' && (node.form === 'lens' || (node.cases?.length ?? 0) > 0);
}

function Changes({
  changes,
  first,
  graph,
}: {
  changes: ApiOutput['flow']['plan']['changes'];
  first: boolean;
  graph: FlowGraph;
}) {
  const lanes = useCompiled((state) => state.lanes);
  if (first) {
    return (
      <ul>
        {lanes.map((lane) => (
          <li key={lane.id}>
            {lane.left.connection} <code>{lane.left.stream.name}</code> and {lane.right.connection}{' '}
            <code>{lane.right.stream.name}</code>, {lane.fields.length} fields
          </li>
        ))}
      </ul>
    );
  }
  if (changes.length === 0) return <p className="text-ink-2">Nothing but the drawing has changed.</p>;
  return (
    <ul className="flex max-h-60 list-disc flex-col gap-0.5 overflow-y-auto pl-4">
      {changes.map((change) => (
        <li key={`${change.path} ${change.sentence}`}>{plainWords(change.sentence, graph)}</li>
      ))}
    </ul>
  );
}

function showProblems(error: unknown, session: ReturnType<typeof useSession>) {
  const problems = refusedProblems(error);
  if (!problems) return;
  session.setProblems(problems);
  session.panel.setState({ tab: 'problems' });
}
