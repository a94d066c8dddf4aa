'use client';

import { Link2 } from 'lucide-react';
import Link from 'next/link';
import { useQueryState } from 'nuqs';
import type { MappingNode } from '#core/flow/flow-graph.ts';
import { CancelOperation } from '#features/activity/cancel-operation.tsx';
import { progressShare } from '#features/activity/operation-progress.ts';
import { useCompiled, useEditor, useSession } from '#features/flow-editor/session/use-session.tsx';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { nodeTitle } from '#nodes/registry.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { Select } from '#ui/select.tsx';
import { MatchPairs } from './match-pairs.tsx';
import { MatchResult } from './match-result.tsx';
import { matchProgressWords } from './match-words.ts';
import { SurvivorRules } from './survivor-rules.tsx';
import { UndoFirstSync } from './undo-first-sync.tsx';
import { useMatch } from './use-match.ts';

/** The workbench: how records that both sides hold find each other, and what becomes of them, before anything is deployed. */
export function MatchTab() {
  const nodes = useEditor((state) => state.graph.nodes);
  const mappings = nodes.filter((node): node is MappingNode => node.kind === 'mapping');
  const [chosen, choose] = useQueryState('mapping');
  const mapping = mappings.find(({ id }) => id === chosen) ?? mappings[0];
  const { path } = useWorkspace();
  const flowId = useSession().id;
  if (!mapping) {
    return (
      <EmptyState icon={<Link2 />} title="Nothing to match yet">
        Draw two endpoints with a mapping between them in{' '}
        <Link className="text-accent hover:underline" href={path(`/flows/${flowId}/build`)}>
          Build
        </Link>
        ; then try here how their records find each other.
      </EmptyState>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-5xl flex-col gap-4 p-6">
        {mappings.length > 1 ? (
          <div className="flex items-center gap-2">
            <span className="text-ink-2">Mapping</span>
            <div className="w-72">
              <Select
                label="Mapping"
                value={mapping.id}
                onChange={(id) => void choose(id)}
                options={mappings.map((node) => ({
                  value: node.id,
                  label: `${nodeTitle(node)} (${node.id})`,
                }))}
              />
            </div>
          </div>
        ) : null}
        <Workbench key={mapping.id} mapping={mapping} />
      </div>
    </div>
  );
}

function Workbench({ mapping }: { mapping: MappingNode }) {
  const lane = useCompiled((state) => state.lanes.find((each) => each.mappingNodeId === mapping.id));
  const ready = useCompiled((state) => state.ready);
  const { can } = useWorkspace();
  const match = useMatch(mapping.id);
  const flowId = useSession().id;
  const { operation, report, busy } = match;
  const readOnly = !can('flow.saveDraft');
  return (
    <>
      <MatchPairs mapping={mapping} lane={lane ?? null} readOnly={readOnly} />
      <SurvivorRules mapping={mapping} lane={lane ?? null} readOnly={readOnly} />
      <Card
        flush
        title="Dry run"
        description="Reads every record of both sides and counts what would be linked and written. Nothing is written."
        actions={
          <>
            {match.operation ? <CancelOperation operation={match.operation} /> : null}
            <Button
              variant="primary"
              icon={<Link2 aria-hidden />}
              loading={match.starting || busy}
              disabled={!can('operation.startMatch') || !lane}
              onClick={match.start}
            >
              Try it
            </Button>
          </>
        }
      >
        {match.error ? <ErrorNotice error={match.error} className="m-4" /> : null}
        {operation?.error ? (
          <ErrorNotice error={{ ...operation.error, detail: null }} className="m-4" />
        ) : null}
        {busy && operation ? (
          <div className="flex items-center gap-4 px-4 py-3">
            <ProgressBar label="Dry run" value={progressShare(operation)} />
            <span className="shrink-0 text-sm text-ink-2 tabular-nums" aria-live="polite">
              {matchProgressWords(operation.progress)}
            </span>
          </div>
        ) : null}
        {!busy && report ? <MatchResult report={report} lane={lane ?? null} /> : null}
        {!busy && !report ? (
          <p className="px-4 py-3 text-ink-2">
            {lane || !ready
              ? 'Not tried yet.'
              : 'The mapping joins no two streams yet: finish it in Build, then try it here.'}
          </p>
        ) : null}
      </Card>
      {lane ? <UndoFirstSync mapping={mapping.id} laneId={`${flowId}:${lane.id}`} /> : null}
    </>
  );
}
