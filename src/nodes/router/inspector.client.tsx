'use client';

import { Plus } from 'lucide-react';
import { useRef } from 'react';
import type { RouterNode } from '#core/flow/flow-graph.ts';
import { OTHERWISE } from '#core/flow/router-branches.ts';
import { Button } from '#ui/button.tsx';
import { ConditionSamples, exampleOf } from '../condition-samples.client.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { LeaveChoice } from '../leave-choice.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { BranchSection } from './branch-section.client.tsx';
import { newBranch } from './new-branch.ts';

const SAMPLES = 50;

/** Where the records of the left side go: branches in the order in which they are tried, and all the others. */
export function RouterInspector({ node, problems, readOnly, onEdit, onEditEnd }: InspectorProps<'router'>) {
  const { usePathEnds, useSampleAt, useBranchTargets, removeBranch } = useNodeEnvironment();
  const end = usePathEnds(node.id).left;
  const targets = useBranchTargets(node.id);
  const rows = useSampleAt(node.id, 'left', SAMPLES).data;
  const list = useRef<HTMLOListElement>(null);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= node.branches.length || from === to) return;
    onEdit((draft) => moveBranch(draft, from, to));
    // The handle of what was moved keeps the focus, so that it can be moved on.
    const { id } = node.branches[from] as RouterNode['branches'][number];
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-branch="${id}"]`)?.focus());
  };
  const conditions = node.branches.map(({ condition }) => condition);
  return (
    <>
      <NodeProblems problems={problems} />
      <InspectorSection
        title="Branches"
        description="A record goes to the first branch that it meets. A condition that cannot be told of it, since a field has no value, is not met: the branches behind it are tried."
      >
        {end?.schema ? null : (
          <p className="pb-2 text-ink-2">Connect the router to an endpoint with a stream before it.</p>
        )}
        <ol ref={list} className="flex flex-col gap-2">
          {node.branches.map((branch, index) => (
            <BranchSection
              key={branch.id}
              branch={branch}
              index={index}
              count={node.branches.length}
              schema={end?.schema ?? null}
              rows={rows}
              before={conditions.slice(0, index)}
              target={targets[branch.id]}
              readOnly={readOnly}
              onMove={(to) => move(index, to)}
              onDropped={move}
              onRemove={() => removeBranch(node.id, branch.id)}
              onEdit={(change, gesture) =>
                onEdit((draft) => {
                  const own = draft.branches.find(({ id }) => id === branch.id);
                  if (own) change(own);
                }, gesture)
              }
              onEditEnd={onEditEnd}
            />
          ))}
          <li className="flex items-center gap-2 rounded-md border border-line px-3 py-2">
            <span className="font-medium text-ink">Otherwise</span>
            <span className="truncate text-sm text-ink-2">
              {targets[OTHERWISE] === undefined
                ? 'what meets none of these is not carried'
                : `what meets none of these goes to ${targets[OTHERWISE]}`}
            </span>
          </li>
        </ol>
        {readOnly || node.branches.length >= 20 ? null : (
          <Button
            size="sm"
            className="mt-2"
            icon={<Plus aria-hidden />}
            onClick={() => onEdit((draft) => void draft.branches.push(newBranch(draft.branches)))}
          >
            Add branch
          </Button>
        )}
      </InspectorSection>
      {end?.schema && rows && rows.length > 0 ? (
        <InspectorSection title="Sample records">
          <ConditionSamples
            schema={end.schema}
            rows={rows}
            conditions={conditions}
            outcomes={node.branches.map(({ name }) => name)}
            otherwise="Otherwise"
          />
        </InspectorSection>
      ) : null}
      <InspectorSection title="When a record comes to another branch">
        <LeaveChoice
          leave={node.leave}
          label="Where it was before, its record"
          readOnly={readOnly}
          example={end?.schema && rows ? exampleOf(end.schema, conditions, rows) : null}
          words={{
            keep: 'stays where it was before, too; what this side changes of it goes to its new branch alone',
            delete:
              'is deleted where it was before, and made in its new branch, in one transaction where both lead to one connection',
          }}
          onChange={(leave) =>
            onEdit((draft) => {
              draft.leave = leave;
            })
          }
        />
      </InspectorSection>
    </>
  );
}

function moveBranch(draft: RouterNode, from: number, to: number): void {
  const [branch] = draft.branches.splice(from, 1);
  if (branch) draft.branches.splice(to, 0, branch);
}
