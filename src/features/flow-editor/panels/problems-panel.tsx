'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { Problem } from '#core/flow/problem.ts';
import { DriftWays } from '#features/flows/monitor/drift-ways.tsx';
import { nodeTitle } from '#nodes/registry.ts';
import { useGoToProblem } from '../session/use-go-to-problem.ts';
import { useCompiled, useEditor } from '../session/use-session.tsx';
import { DriftItem } from './drift-item.tsx';
import { useDrifts } from './use-drifts.ts';

/** Where a problem is, in words. */
function usePlace(problem: Problem): string {
  return useEditor(({ graph }) => {
    const title = (id: string) => {
      const node = graph.nodes.find((other) => other.id === id);
      return node ? nodeTitle(node) : 'a step that is gone';
    };
    const edge = graph.edges.find((other) => other.id === problem.edgeId);
    if (problem.nodeId === null) return edge ? `${title(edge.source)} → ${title(edge.target)}` : 'The flow';
    const node = graph.nodes.find((other) => other.id === problem.nodeId);
    const pair =
      node?.kind === 'mapping' && problem.fieldIndex !== null ? node.fields[problem.fieldIndex] : null;
    return pair ? `${title(problem.nodeId)}, ${pair.left}` : title(problem.nodeId);
  });
}

/** Everything that is wrong with the draft; each line leads to its place. */
export function ProblemsPanel() {
  const problems = useCompiled((state) => state.problems);
  const ready = useCompiled((state) => state.ready);
  const drifts = useDrifts().filter(({ ignoredBy }) => ignoredBy === null);
  if (problems.length === 0 && drifts.length === 0) {
    return (
      <p className="flex items-center gap-2 px-4 py-4 text-ink-2">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        {ready ? 'No problems: this draft can be deployed.' : 'Reading the streams…'}
      </p>
    );
  }
  return (
    <ul aria-label="Problems" className="@container">
      {drifts.map((drift) => (
        <DriftItem key={drift.id} drift={drift}>
          <DriftWays drift={drift} />
        </DriftItem>
      ))}
      {problems.map((problem) => (
        <ProblemLine
          key={[problem.code, problem.nodeId, problem.edgeId, problem.fieldIndex, problem.message].join(' ')}
          problem={problem}
        />
      ))}
    </ul>
  );
}

function ProblemLine({ problem }: { problem: Problem }) {
  const goTo = useGoToProblem();
  const place = usePlace(problem);
  const error = problem.severity === 'error';
  const Icon = error ? CircleAlert : TriangleAlert;
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        onClick={() => goTo(problem)}
        className="flex w-full items-baseline gap-3 px-4 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
      >
        <Icon
          aria-hidden
          className={`size-4 shrink-0 translate-y-[3px] ${error ? 'text-fail' : 'text-warn'}`}
        />
        <span className="w-32 shrink-0 truncate @3xl:w-44 font-medium text-ink">
          <span className="sr-only">{error ? 'Error: ' : 'Warning: '}</span>
          {place}
        </span>
        <span className="min-w-0 flex-1">
          <span className="text-ink">{problem.message}</span>{' '}
          <span className="text-ink-2">{problem.remedy}</span>
        </span>
        <code className="hidden shrink-0 text-xs text-ink-3 @3xl:inline">{problem.code}</code>
      </button>
    </li>
  );
}
