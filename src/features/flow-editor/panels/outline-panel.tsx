'use client';

import { useMemo } from 'react';
import type { FlowNode } from '#core/flow/flow-graph.ts';
import { classNames } from '#lib/class-names.ts';
import { viewsOf } from '#nodes/registry.client.ts';
import { definitionOf, nodeTitle } from '#nodes/registry.ts';
import { branchName } from '../graph/branches.ts';
import { laneOrder } from '../graph/lane-order.ts';
import { useCompiled, useEditor, useGraph, useSession } from '../session/use-session.tsx';

/** The flow as a list: every step and note in order, for those who would rather read than look. */
export function OutlinePanel() {
  const graph = useGraph();
  const lines = useMemo(() => laneOrder(graph), [graph]);
  if (lines.length === 0) return <p className="px-4 py-4 text-ink-2">The canvas is empty.</p>;
  return (
    <ol aria-label="Steps of the flow">
      {lines.map(({ node, depth }) => (
        <OutlineLine key={node.id} node={node} depth={depth} />
      ))}
    </ol>
  );
}

function OutlineLine({ node, depth }: { node: FlowNode; depth: number }) {
  const session = useSession();
  const selected = useEditor((state) => state.selection.nodes.has(node.id));
  const next = useEditor(({ graph }) =>
    graph.edges
      .filter((edge) => edge.source === node.id)
      .flatMap((edge) => {
        const other = graph.nodes.find(({ id }) => id === edge.target);
        const branch = branchName(graph, edge);
        return other ? [branch === null ? nodeTitle(other) : `${nodeTitle(other)} (${branch})`] : [];
      })
      .join(', '),
  );
  const problems = useCompiled((state) => state.byNode[node.id]?.length ?? 0);
  const { Icon } = viewsOf(node);
  const definition = definitionOf(node);
  return (
    <li>
      <button
        type="button"
        aria-current={selected || undefined}
        onClick={() => {
          session.editor.selectNode(node.id);
          session.reveal([node.id]);
        }}
        style={{ paddingLeft: 16 + Math.min(depth, 12) * 16 }}
        className={classNames(
          'flex h-8 w-full items-center gap-2.5 border-b border-line pr-4 text-left hover:bg-surface-2 focus-visible:-outline-offset-2',
          selected ? 'bg-accent-bg' : '',
        )}
      >
        <Icon className="size-4 shrink-0 text-ink-2" />
        <span className="truncate font-medium text-ink">{nodeTitle(node)}</span>
        <span className="truncate text-sm text-ink-3">{definition.subtitle(node)}</span>
        {problems > 0 ? (
          <span className="shrink-0 text-sm text-fail">
            {problems === 1 ? '1 problem' : `${problems} problems`}
          </span>
        ) : null}
        {next ? <span className="ml-auto truncate pl-4 text-sm text-ink-3">to {next}</span> : null}
      </button>
    </li>
  );
}
