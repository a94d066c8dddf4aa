import { otherSide, type Side } from '../../change/change-event.ts';
import type { FieldPair } from '../../flow/flow-graph.ts';
import type { Lane, LaneField } from '../../flow/lane.ts';
import { pairFields, pairNames } from '../../flow/pair-title.ts';
import { castKind } from '../../values/cast-table.ts';
import type { Field } from '../../values/stream-schema.ts';
import type { CodeField } from '../code-field.ts';
import type { Hoisted } from './hoisted.ts';
import { NotInCode } from './not-in-code.ts';
import { type CodedField, type CodedPair, type PairCode, pairCode } from './pair-code.ts';

/** A pair whose work code does from now on. */
export type EjectedPair = {
  was: FieldPair;
  is: FieldPair;
  /** What the mapping sees of it through the code. */
  view: CodeField[];
  /** To what the mapping sees, and back; null where nothing comes back. */
  see: PairCode;
  back: PairCode | null;
};

/** A pair that the mapping keeps as it is, and why, where that was not wanted. */
export type KeptPair = { was: FieldPair; is: FieldPair; why: string | null };

export type PairPlan = EjectedPair | KeptPair;

/** What a mapping is taken apart by. */
export type EjectPlace = {
  lane: Lane;
  /** Every lane of the flow. */
  lanes: readonly Lane[];
  /** The side on which the code stands. */
  near: Side;
  hoisted: Hoisted;
  /** Names that what the mapping sees has already. */
  taken: Set<string>;
};

/**
 * What becomes of a pair: code does its work as far as it can do exactly that, and the mapping carries
 * what code made between fields of one type. A cast that drops part of values stays in a mapping that
 * goes both ways: there the engine knows not to write what was dropped over the finer value.
 */
export function planPair(pair: FieldPair, wanted: boolean, place: EjectPlace): PairPlan {
  const { lane, lanes } = place;
  const names = pairNames(pair);
  const field = lane.fields.find(({ left, right }) => left === names.left && right === names.right);
  const keep = (why: string, is = pair): KeptPair => ({ was: pair, is, why: wanted ? why : null });
  if (!field) return keep('the mapping has a problem with it');
  if (field.key) return keep('it finds the record, and what does stays as it is');
  if (field.through) {
    // Code hides the references by which links were found that the pair does not name.
    const through = pair.through ?? lanes.find(({ id }) => id === field.through?.lane)?.mappingNodeId;
    return keep('its values are translated by links', through === undefined ? pair : { ...pair, through });
  }
  if (!wanted) return keep('');
  if (field.rule.kind === 'code') return keep('code decides its conflicts, by the name and type that it has');
  if (lane.direction === 'both' && field.direction === 'backward') {
    return keep('it goes right to left only, so nothing on the left says what it is on the right');
  }
  try {
    return inCode(pair, field, place, losesOnTheWay(field, lane));
  } catch (error) {
    if (!(error instanceof NotInCode)) throw error;
    if (field.transform || field.parts) return keep(error.message.replace(/\.$/, ''));
    return inCode(pair, field, place, true);
  }
}

function losesOnTheWay(field: LaneField, lane: Lane): boolean {
  if (field.direction !== 'both' || field.transform || field.parts) return false;
  const [left, right] = [fieldOf(lane, 'left', field.left), fieldOf(lane, 'right', field.right)];
  return [castKind(left.type, right.type), castKind(right.type, left.type)].some(
    (cast) => 'refused' in cast || cast.kind === 'lossy',
  );
}

function inCode(
  pair: FieldPair,
  field: LaneField,
  { lane, near, hoisted, taken }: EjectPlace,
  castStays: boolean,
): EjectedPair {
  const far = otherSide(near);
  const sources = pairFields(pair, near).map((name) => fieldOf(lane, near, name));
  const targets = pairFields(pair, far).map((name) => fieldOf(lane, far, name));
  const seen = targets.map((target): Field => {
    const [source] = sources;
    return castStays && source ? { ...target, type: source.type, nativeType: source.type.kind } : target;
  });
  const properties = seen.map(({ name }) => freeName(name, taken));
  const coded = (fields: readonly Field[]): CodedPair => {
    const side = {
      [near]: sources.map((each) => ({ field: each, property: each.name })),
      [far]: fields.map((each, at) => ({ field: each, property: properties[at] ?? each.name })),
    } as Record<Side, CodedField[]>;
    return { ...side, transform: castStays ? {} : (field.transform ?? {}), direction: field.direction };
  };
  const nullable = seen.map((each) => ({ ...each, nullable: true }));
  const see = pairCode(coded(nullable), far, hoisted);
  const bothWays = lane.direction === 'both';
  const view = see.values.map(({ property, field: target, value }, at): CodeField => {
    const empty =
      value.nullable || (bothWays && (field.direction !== 'both' || targets[at]?.nullable === true));
    return { name: property, type: target.type, nullable: empty };
  });
  const given = seen.map((each, at) => ({ ...each, nullable: view[at]?.nullable ?? true }));
  const back = bothWays && field.direction === 'both' ? pairCode(coded(given), near, hoisted) : null;
  for (const { name } of view) taken.add(name);
  return { was: pair, is: pairOf(pair, near, properties, castStays), view, see, back };
}

/** The pair that the mapping has from now on: the same field on both sides. */
function pairOf(pair: FieldPair, near: Side, names: readonly string[], castStays: boolean): FieldPair {
  const { also, transform: _, lossy, decision, ...rest } = pair;
  const far = otherSide(near);
  const [first = '', ...more] = names;
  const others = also?.[far];
  return {
    ...rest,
    [near]: first,
    ...(more.length > 0 && others ? { also: { [near]: more, [far]: others } } : {}),
    ...(lossy && castStays ? { lossy } : {}),
    ...(decision ? { decision: withoutTypes(decision) } : {}),
  };
}

function withoutTypes({ types: _, ...decision }: NonNullable<FieldPair['decision']>) {
  return decision;
}

function freeName(wish: string, taken: ReadonlySet<string>): string {
  let name = wish;
  for (let number = 2; taken.has(name); number++) name = `${wish}_${number}`;
  return name;
}

function fieldOf(lane: Lane, side: Side, name: string): Field {
  const found = lane[side].stream.fields.find((field) => field.name === name);
  if (!found) throw new NotInCode(`${lane[side].stream.name} has no field ${name}`);
  return found;
}
