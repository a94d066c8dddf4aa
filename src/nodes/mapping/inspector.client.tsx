'use client';

import { KeyRound } from 'lucide-react';
import { useMemo } from 'react';
import type { FlowNode } from '#core/flow/flow-graph.ts';
import { proposePairs } from '#core/mapping/propose-pairs.ts';
import type { Field } from '#core/values/stream-schema.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
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
        if (keys && draft.match.length === 0) setMatch(draft, { left, right }, true);
      }
    });

  return (
    <>
      <LaneBar node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
      <NodeProblems problems={problems.filter((problem) => problem.fieldIndex === null)} />
      <MatchByKeys node={node} sides={sides} readOnly={readOnly} onEdit={onEdit} />
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
      return free && a && b && !('refused' in pairCast(a, b, node.direction));
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

/** While nothing says how the same record is found: the keys, for a person to confirm. Unrelated systems number alike. */
function MatchByKeys({
  node,
  sides,
  readOnly,
  onEdit,
}: Pick<InspectorProps<'mapping'>, 'node' | 'readOnly' | 'onEdit'> & { sides: MappingSides }) {
  const [left, ...moreLeft] = sides.left.schema?.key ?? [];
  const [right, ...moreRight] = sides.right.schema?.key ?? [];
  const a = sides.left.fields.get(left ?? '');
  const b = sides.right.fields.get(right ?? '');
  if (readOnly || node.match.length > 0 || !left || !right || !a || !b) return null;
  if (moreLeft.length + moreRight.length > 0 || 'refused' in pairCast(a, b, node.direction)) return null;
  return (
    <div className="flex items-center gap-3 border-b border-line bg-accent-bg/50 px-4 py-2">
      <KeyRound aria-hidden className="size-4 shrink-0 text-accent" />
      <p className="min-w-0 flex-1 text-ink">
        Do the keys <code>{left}</code> and <code>{right}</code> find the same record?
      </p>
      <Button
        size="sm"
        onClick={() => onEdit((draft) => setMatch(draft, { left, right }, true))}
        className="shrink-0"
      >
        Match by {left === right ? left : `${left} and ${right}`}
      </Button>
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
        <p className="ml-auto truncate text-sm text-ink-2">
          {node.match.length === 0
            ? 'Mark the pair that finds the same record with the key.'
            : `Records match by ${node.match.map(([left, right]) => (left === right ? left : `${left} = ${right}`)).join(' and ')}`}
        </p>
      </div>
      <ul aria-label="Pairs">
        {lines.map((line) => (
          <PairRow
            key={`${line.pair.left} ${line.pair.right}`}
            line={line}
            direction={pairDirection(node, line.pair)}
            laneDirection={node.direction}
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
