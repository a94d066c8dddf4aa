import { otherSide, type Side } from '../change/change-event.ts';
import type { CodeTables } from '../code/code-program.ts';
import type { CodeShape } from '../code/code-shape.ts';
import { partsOf } from '../transform/joined-fields.ts';
import type { Field } from '../values/stream-schema.ts';
import { readsFrom } from './direction.ts';
import type { LanePath, PathStep } from './find-paths.ts';
import type { FieldPair, MappingNode } from './flow-graph.ts';
import type { Lane, LaneEnd, LaneField, LaneView, MappingStep, ViewStep } from './lane.ts';
import { mappedInput } from './mapped-input.ts';
import { pairNames } from './pair-title.ts';
import { laneFilter } from './router-branches.ts';
import { type Stage, throughSteps } from './view-stream.ts';

type Pair = Omit<LaneField, 'rule'>;

/** A lane whose mapping belongs to the view of the side that is read. */
export type Folded = {
  from: Side;
  /** The side that is read, as the last code leaves its records. */
  end: LaneEnd;
  /** Of every code node behind the mapping. */
  shapes: CodeShape[];
  /** What then pairs the two sides: what finds records, what links translate, and what the code makes, by its names. */
  mapping: MappingNode;
  /** By the written field's name, the fields that the pairs read for it. */
  origins: Map<string, string[]>;
};

/**
 * The side that is read, where a one-way lane has code or a filter behind the mapping: on the side that is written.
 * Null where the mapping is the last that is done to records, but for lenses, which lead back from there.
 */
export function foldedFrom({ mapping, steps }: Pick<LanePath, 'mapping' | 'steps'>): Side | null {
  if (mapping.direction === 'both') return null;
  const from: Side = readsFrom(mapping.direction, 'left') ? 'left' : 'right';
  const behind = steps[otherSide(from)];
  return behind.some((node) => node.kind === 'filter' || node.form !== 'lens') ? from : null;
}

/**
 * Takes the mapping, and the code that stands behind it, into the view of the side that is read: in the lane's rows
 * that side is then as the code leaves it, in the names of the side that is written, and nothing has to be read
 * backwards through the code. What finds a record, and what links translate, passes by the code.
 *
 * @param lane as its mapping sees both sides
 * @param pairs of that mapping
 */
export function foldMapping(
  lane: Pick<Lane, 'left' | 'right' | 'link'>,
  pairs: readonly Pair[],
  { mapping, steps }: LanePath,
  from: Side,
  tables: CodeTables,
): Folded {
  const to = otherSide(from);
  const source = lane[from];
  const aside = pairs.filter((pair) => pair.through !== undefined);
  const carried = pairs.filter((pair) => pair.through === undefined);
  const made = mappedInput(lane, carried, to);
  const kept = made.filter(({ name }) => carried.some((pair) => pair.key && pair[to] === name));
  const step: MappingStep = {
    kind: 'mapping',
    nodeId: mapping.id,
    to,
    given: source.stream.fields,
    made,
    pairs: carried.map(({ left, right, direction, key, parts, transform }) => ({
      ...{ left, right, direction, key },
      ...(parts ? { parts } : {}),
      ...(transform ? { transform } : {}),
    })),
  };
  const stage = stagesBehind(step, steps[to].toReversed(), from, kept, tables);
  const own = source.view?.own ?? source.stream;
  const found = pairs.filter((pair) => pair.key).map((pair) => pair[from]);
  const makes = stage.fields.filter(({ name }) => !has(kept, name));
  // Records that exist on both sides find each other by what the systems hold.
  const met = lane.link?.by.map((pair) => pair[from]).filter((name) => !has(makes, name)) ?? [];
  const passing = [
    ...new Set([...(source.view?.passing ?? own.key), ...found, ...aside.map((pair) => pair[from]), ...met]),
  ];
  const view: LaneView = {
    own,
    steps: [...viewSteps(source, steps[from]), step, ...stage.steps],
    passing,
  };
  const passes = (names: readonly string[]) => names.every((name) => passing.includes(name));
  const { key, uniques, references } = source.stream;
  const end: LaneEnd = {
    ...source,
    stream: {
      ...own,
      fields: [...own.fields.filter(({ name }) => passing.includes(name)), ...makes],
      key,
      uniques: uniques.filter(passes),
      references: references.filter(({ fields }) => passes(fields)),
    },
    view,
  };
  return {
    from,
    end,
    shapes: stage.shapes.map((shape) => ({ ...shape, behind: true })),
    mapping: { ...mapping, fields: [...passedBy(mapping, pairs), ...makes.map(identityPair)] },
    origins: new Map(
      carried.flatMap((pair) => partsOf(pair, to).map((name) => [name, partsOf(pair, from)] as const)),
    ),
  };
}

/** What the side's own nodes make of its records before the mapping, filters that no code follows among them. */
function viewSteps({ stream, view }: LaneEnd, steps: readonly PathStep[]): ViewStep[] {
  const last = steps.findLastIndex(({ kind }) => kind === 'code');
  const rest = steps.slice(last + 1).flatMap((node): ViewStep[] => {
    if (node.kind !== 'filter') return [];
    return [{ kind: 'filter', filter: laneFilter(node), fields: stream.fields }];
  });
  return [...(view?.steps ?? []), ...rest];
}

/** What the nodes behind the mapping make of its records, in the order in which these come to them. */
function stagesBehind(
  { made }: MappingStep,
  steps: readonly PathStep[],
  from: Side,
  kept: Field[],
  tables: CodeTables,
): Stage {
  const stage = throughSteps(made, steps, from, kept, tables);
  const passing = kept.map(({ name }) => name);
  return {
    ...stage,
    // Nothing is written that way.
    steps: stage.steps.map((each) => (each.kind === 'code' ? { ...each, back: null, passing } : each)),
  };
}

/** Pairs that the code has nothing to do with, as they are written. */
function passedBy(mapping: MappingNode, pairs: readonly Pair[]): FieldPair[] {
  return mapping.fields.filter((field) => {
    const { left, right } = pairNames(field);
    return pairs.some(
      (pair) => pair.left === left && pair.right === right && (pair.key || pair.through !== undefined),
    );
  });
}

function has(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => field.name === name);
}

function identityPair({ name }: Field): FieldPair {
  return { left: name, right: name };
}
