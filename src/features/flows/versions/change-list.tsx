'use client';

import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ComparedFlows, ComparedNode } from '#core/flow/compare-flows.ts';
import type { FlowChange } from '#core/flow/flow-change.ts';
import { viewsOf } from '#nodes/registry.client.ts';
import { nodeTitle } from '#nodes/registry.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { ChangeRow } from './change-row.tsx';
import { fates, fateWords } from './fate.ts';

/** Every change, by the step that it is about, and field by field. */
export function ChangeList({
  compared,
  focused,
  words,
  onFocus,
  onRestore,
}: {
  compared: ComparedFlows;
  /** Path of the change that is looked at. */
  focused: string | null;
  /** A sentence with the steps called as the canvas calls them. */
  words: (sentence: string) => string;
  onFocus: (path: string) => void;
  /** Null where the later flow is not the draft. */
  onRestore: ((node: ComparedNode) => void) | null;
}) {
  const rows = (changes: readonly FlowChange[]) => (
    <ul>
      {changes.map((change) => (
        <ChangeRow
          key={`${change.path} ${change.what}`}
          change={change}
          words={words}
          focused={change.path === focused}
          onFocus={() => onFocus(change.path)}
        />
      ))}
    </ul>
  );
  const moved = compared.nodes.filter(({ what }) => what === 'moved');
  return (
    <>
      {compared.flow.length > 0 ? (
        <Group title="Flow" badge={null}>
          {rows(compared.flow)}
        </Group>
      ) : null}
      {compared.nodes.map((node) =>
        node.changes.length === 0 ? null : (
          <Group
            key={node.id}
            title={nodeTitle(node.node)}
            icon={<NodeIcon node={node} />}
            badge={<Badge tone={fates[node.what].tone}>{fateWords(node)}</Badge>}
            action={
              onRestore ? (
                <Button size="sm" icon={<RotateCcw aria-hidden />} onClick={() => onRestore(node)}>
                  Restore step
                </Button>
              ) : null
            }
          >
            {rows(node.changes)}
          </Group>
        ),
      )}
      {compared.edgeChanges.length > 0 ? (
        <Group title="Edges" badge={null}>
          {rows(compared.edgeChanges)}
        </Group>
      ) : null}
      {moved.length > 0 ? (
        <details className="border-b border-line px-4 py-2">
          <summary className="cursor-default text-ink-2">
            {moved.length === 1 ? '1 step was moved' : `${moved.length} steps were moved`}; that changes
            nothing of the sync
          </summary>
          <ul className="mt-1 list-disc pl-5">
            {moved.map(({ id, node }) => (
              <li key={id}>{nodeTitle(node)}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function NodeIcon({ node }: { node: ComparedNode }) {
  const { Icon } = viewsOf(node.node);
  return <Icon className="size-4 shrink-0 text-ink-2" />;
}

function Group({
  title,
  icon,
  badge,
  action,
  children,
}: {
  title: string;
  icon?: ReactNode;
  badge: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: steps may be called alike, so it is no landmark; nor is it a form
    <div
      role="group"
      aria-label={title}
      className="border-b border-line py-2 [contain-intrinsic-size:auto_96px] [content-visibility:auto]"
    >
      <h3 className="flex min-h-7 items-center gap-2 px-4 font-semibold text-ink">
        {icon}
        <span className="truncate">{title}</span>
        {badge}
        <span className="ml-auto">{action}</span>
      </h3>
      {children}
    </div>
  );
}
