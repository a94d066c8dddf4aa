'use client';

import { useMemo } from 'react';
import type { FlowNode } from '#core/flow/flow-graph.ts';
import { proposePairs } from '#core/mapping/propose-pairs.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { Badge } from '#ui/badge.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { NodeProblems } from '../node-problems.client.tsx';
import type { InspectorProps } from '../node-views.ts';
import { directionIcons, directionNames } from './direction-menu.client.tsx';
import {
  addPair,
  pairDirection,
  pairLines,
  removePair,
  setLaneDirection,
  setMatch,
  setPairDirection,
} from './edit-pairs.ts';
import type { MappingSides } from './mapping-sides.ts';
import { pairCast } from './pair-cast.ts';
import { PairRow } from './pair-row.client.tsx';
import { type Proposal, Proposals } from './proposals.client.tsx';
import { RecordKeys } from './record-keys.client.tsx';
import { Unpaired } from './unpaired.client.tsx';
import { useMappingSides } from './use-mapping-sides.client.ts';

type Mapping = Extract<FlowNode, { kind: 'mapping' }>;

export function MappingInspector(props: InspectorProps<'mapping'>) {
  const { node, problems, readOnly, onEdit } = props;
  const sides = useMappingSides(node.id);
  const unpaired = useUnpaired(node, sides);
  const proposals = useProposals(node, sides, readOnly);

  const pairUp = (pairs: readonly Proposal[]) =>
    onEdit((draft) => {
      for (const { left, right } of pairs) {
        const a = sides.left.fields.get(left);
        const b = sides.right.fields.get(right);
        const cast = a && b ? pairCast(a, b, draft.direction) : null;
        if (!cast || 'refused' in cast) continue;
        addPair(draft, left, right, cast.direction);
        const keys = sides.left.schema?.key.includes(left) && sides.right.schema?.key.includes(right);
        if (keys && !draft.link && draft.match.length === 0) setMatch(draft, { left, right }, true);
      }
    });

  return (
    <>
      <LaneBar node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
      <NodeProblems problems={problems.filter((problem) => problem.fieldIndex === null)} />
      <RecordKeys node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
      <Proposals proposals={proposals} sides={sides} onAccept={pairUp} />
      <Pairs {...props} sides={sides} />
      {sides.left.schema && sides.right.schema ? (
        <Unpaired
          sides={sides}
          unpaired={unpaired}
          direction={node.direction}
          readOnly={readOnly}
          onPair={(left, right) => pairUp([{ left, right }])}
        />
      ) : (
        <p className="px-4 py-6 text-ink-2">
          Connect this mapping to an endpoint on either side, each with its stream chosen; then their fields
          appear here.
        </p>
      )}
    </>
  );
}

function useUnpaired(node: Mapping, sides: MappingSides): { left: Field[]; right: Field[] } {
  return useMemo(() => {
    const lines = pairLines(node);
    const left = new Set(lines.map((line) => line.pair.left));
    const right = new Set(lines.map((line) => line.pair.right));
    return {
      left: [...sides.left.fields.values()].filter((field) => !left.has(field.name)),
      right: [...sides.right.fields.values()].filter((field) => !right.has(field.name)),
    };
  }, [node, sides]);
}

function useProposals(node: Mapping, sides: MappingSides, readOnly: boolean): readonly Proposal[] {
  const { left, right } = sides;
  return useMemo(() => {
    if (readOnly || !left.schema || !right.schema) return [];
    const lines = pairLines(node);
    return proposePairs(left.schema, right.schema).filter((proposal) => {
      const a = left.fields.get(proposal.left);
      const b = right.fields.get(proposal.right);
      const free = !lines.some(({ pair }) => pair.left === proposal.left || pair.right === proposal.right);
      // Keys that each side makes for itself are no pair, whatever they are called.
      const own =
        node.link && left.schema?.key.join() === proposal.left && right.schema?.key.join() === proposal.right;
      return free && !own && a && b && !('refused' in pairCast(a, b, node.direction));
    });
  }, [node, left, right, readOnly]);
}

function LaneBar({
  node,
  sides,
  readOnly,
  onEdit,
}: Pick<InspectorProps<'mapping'>, 'node' | 'readOnly' | 'onEdit'> & { sides: MappingSides }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3 border-b border-line px-4 py-2.5">
      <p className="truncate font-medium text-side-left" title={sides.left.title ?? undefined}>
        {sides.left.title ?? <span className="text-ink-3">No left endpoint</span>}
      </p>
      <Segmented
        label="Direction of the lane"
        size="sm"
        value={node.direction}
        disabled={readOnly}
        options={(['backward', 'both', 'forward'] as const).map((direction) => {
          const Icon = directionIcons[direction];
          return {
            value: direction,
            label: direction === 'both' ? 'Both ways' : 'One way',
            icon: <Icon aria-label={directionNames[direction]} />,
          };
        })}
        onChange={(direction) => onEdit((draft) => setLaneDirection(draft, direction))}
      />
      <p className="truncate text-right font-medium text-side-right" title={sides.right.title ?? undefined}>
        {sides.right.title ?? <span className="text-ink-3">No right endpoint</span>}
      </p>
    </div>
  );
}

function Pairs({
  node,
  problems,
  readOnly,
  focusField,
  onEdit,
  onEditEnd,
  sides,
}: InspectorProps<'mapping'> & { sides: MappingSides }) {
  const lines = pairLines(node);
  return (
    <section aria-label="Paired fields">
      <div className="flex h-9 items-center gap-2 border-b border-line px-4">
        <h3 className="font-semibold text-ink">Pairs</h3>
        <Badge>{lines.length}</Badge>
        <p className="ml-auto truncate text-sm text-ink-2">{findingText(node)}</p>
      </div>
      <ul aria-label="Pairs">
        {lines.map((line) => (
          <PairRow
            key={`${line.pair.left} ${line.pair.right}`}
            line={line}
            direction={pairDirection(node, line.pair)}
            laneDirection={node.direction}
            linked={node.link !== undefined}
            sides={sides}
            problems={problems.filter((problem) => line.index >= 0 && problem.fieldIndex === line.index)}
            readOnly={readOnly}
            focused={focusField !== null && focusField === line.index}
            onDirection={(direction) => onEdit((draft) => setPairDirection(draft, line.index, direction))}
            onMatch={(match) => onEdit((draft) => setMatch(draft, line.pair, match))}
            onNote={(note) =>
              onEdit((draft) => {
                const pair = draft.fields[line.index];
                if (!pair) return;
                if (note === '') delete pair.note;
                else pair.note = note;
              }, `note-${line.index}`)
            }
            onNoteEnd={onEditEnd}
            onRemove={() => onEdit((draft) => removePair(draft, line.pair))}
          />
        ))}
      </ul>
      {lines.length === 0 ? (
        <p className="border-b border-line px-4 py-3 text-ink-3">No fields are paired yet.</p>
      ) : null}
    </section>
  );
}

function findingText({ link, match }: Mapping): string {
  const pairs = (link?.by ?? match)
    .map(([left, right]) => (left === right ? left : `${left} = ${right}`))
    .join(' and ');
  if (link)
    return pairs
      ? `Records first meet by ${pairs}`
      : 'Mark the pairs by which existing records find each other.';
  return pairs ? `Records match by ${pairs}` : 'Mark the pair that finds the same record with the key.';
}
