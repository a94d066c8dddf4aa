import { describeTransform } from '../transform/describe-transform.ts';
import { added, compare, type FlowChange, removed } from './flow-change.ts';
import type { FieldPair, MappingNode } from './flow-graph.ts';
import { pairTitle } from './pair-title.ts';
import { ways } from './ways.ts';

/** What changes about the field pairs of a mapping. */
export function pairChanges(before: MappingNode, after: MappingNode): FlowChange[] {
  const old = new Map(before.fields.map((pair) => [pairTitle(pair), pair]));
  const now = new Map(after.fields.map((pair) => [pairTitle(pair), pair]));
  const gone = [...old.keys()].filter((name) => !now.has(name));
  return [
    ...gone.map((name) => removed(`${after.id} › ${name}`, name, `${name} is no longer mapped.`)),
    ...[...now].flatMap(([name, pair]) => {
      const earlier = old.get(name);
      const path = `${after.id} › ${name}`;
      return earlier ? changedPair(path, name, earlier, pair, after) : [addedPair(path, name, pair)];
    }),
  ];
}

function addedPair(path: string, name: string, pair: FieldPair): FlowChange {
  const [left, right] = name.split(' → ');
  const way = pair.direction ? `, ${ways[pair.direction]}` : '';
  const through = throughWords(pair);
  const words = `Maps ${left} to ${right}${way}${through ? `, ${through}` : ''}${suggestedWords(pair)}.`;
  return added(path, name, words);
}

function changedPair(
  path: string,
  name: string,
  before: FieldPair,
  after: FieldPair,
  mapping: MappingNode,
): FlowChange[] {
  const way = after.direction ?? mapping.direction;
  const sentence = `${name} goes ${ways[way]}${after.direction ? '' : ', as the mapping does'}.`;
  const through = after.through
    ? `${name} refers to records that "${after.through}" links.`
    : `${name} names no linked records any more.`;
  const steps = `Values of ${name} go through ${throughWords(after) ?? 'nothing but the cast'}.`;
  const lossy = after.lossy
    ? `${name} goes both ways although not every value comes back: ${after.lossy.reason}`
    : `${name} is not said to lose values any more.`;
  return [
    ...compare(`${path} › direction`, wayOf(before), wayOf(after), sentence),
    ...compare(`${path} › through`, before.through, after.through, through),
    ...compare(`${path} › transform`, throughWords(before), throughWords(after), steps),
    ...compare(`${path} › lossy`, before.lossy?.reason, after.lossy?.reason, lossy),
    ...compare(`${path} › made`, before.made, after.made, madeWords(name, after)),
    ...compare(`${path} › note`, before.note, after.note, `The note on ${name} changes.`),
  ];
}

const wayOf = ({ direction }: FieldPair) => (direction ? ways[direction] : 'as the mapping');

function madeWords(name: string, { made }: FieldPair): string {
  return made
    ? `The ${made} field of ${name} was made for it: what is empty there has nothing to say at first.`
    : `Both fields of ${name} count at first, even where one is empty.`;
}

/** Why a pair was suggested, where it was. */
function suggestedWords({ decision }: FieldPair): string {
  if (decision?.kind !== 'automatic' && decision?.kind !== 'accepted') return '';
  const sure = decision.confidence === undefined ? '' : ` (${Math.round(decision.confidence * 100)} %)`;
  const who = decision.kind === 'automatic' ? 'taken by itself' : 'accepted';
  return `; suggested${sure} and ${who}${decision.reason ? `: ${decision.reason}` : ''}`;
}

function throughWords({ transform }: FieldPair): string | undefined {
  return (transform && describeTransform(transform)) ?? undefined;
}
