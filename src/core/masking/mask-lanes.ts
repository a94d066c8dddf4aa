import type { Role } from '../access/permissions.ts';
import type { LaneFields } from './lane-fields.ts';
import { type FieldPlace, isMasked, type MaskingRule } from './masking-rule.ts';

/** What somebody may see of a lane's records. Whatever is not named here is masked. */
export type VisibleLane = {
  mappingNodeId: string;
  left: Set<string>;
  right: Set<string>;
  /** The record's key holds nothing that is masked. */
  key: boolean;
  /** Nothing of the two streams is masked, be it mapped or not. */
  whole: boolean;
  /** The other name of a pair's right field: equal values of a pair are told to be equal. */
  leftOf: Map<string, string>;
};

export type VisibleFields = {
  lanes: Map<string, VisibleLane>;
  /** May values of a stream's field be seen? */
  sees(place: FieldPlace): boolean;
};

const placeName = ({ connection, stream, field }: FieldPlace) => JSON.stringify([connection, stream, field]);

/**
 * What a role may see under these rules. A mask follows its values: a field that a lane pairs with a masked one
 * is masked, and so is what other lanes pair with that. Code may have made what it makes of every field that it is given.
 *
 * @param lanes every lane of every version of the workspace, so that the account of the past is masked as well
 */
export function maskLanes(
  rules: readonly MaskingRule[],
  role: Role,
  lanes: readonly LaneFields[],
): VisibleFields {
  const masked = maskedPlaces(rules, role, lanes);
  const sees = (place: FieldPlace) => !masked.has(placeName(place)) && !isMasked(rules, role, place);
  const visible = new Map<string, VisibleLane>();
  const hidden = new Map<string, { left: Set<string>; right: Set<string> }>();
  for (const lane of lanes) {
    const known = visible.get(lane.laneId) ?? newLane(lane);
    const away = hidden.get(lane.laneId) ?? { left: new Set(), right: new Set() };
    for (const pair of lane.pairs) {
      const open = placesOf(lane, pair).every(sees);
      for (const name of [pair.left, ...pair.leftParts]) (open ? known : away).left.add(name);
      for (const name of [pair.right, ...pair.rightParts]) (open ? known : away).right.add(name);
      known.leftOf.set(pair.right, pair.left);
      if (pair.key && !open) known.key = false;
      if (!open) known.whole = false;
    }
    if (!everyPlace(lane).every(sees)) known.whole = false;
    visible.set(lane.laneId, known);
    hidden.set(lane.laneId, away);
  }
  // What one pair shows and another one hides, now or in an earlier version, is hidden.
  for (const [laneId, away] of hidden) {
    for (const name of away.left) visible.get(laneId)?.left.delete(name);
    for (const name of away.right) visible.get(laneId)?.right.delete(name);
  }
  return { lanes: visible, sees };
}

function newLane({ mappingNodeId }: LaneFields): VisibleLane {
  return { mappingNodeId, left: new Set(), right: new Set(), key: true, whole: true, leftOf: new Map() };
}

function everyPlace(lane: LaneFields): FieldPlace[] {
  const of = (side: 'left' | 'right') => lane.every[side].map((field) => ({ ...lane[side], field }));
  return [...of('left'), ...of('right')];
}

/** Fields that code may have made a pair's values of. */
function madeOf(lane: LaneFields, { key }: LaneFields['pairs'][number]): FieldPlace[] {
  const given = (side: 'left' | 'right') =>
    key ? [] : (lane.coded?.[side] ?? []).map((field) => ({ ...lane[side], field }));
  return [...given('left'), ...given('right')];
}

function placesOf(lane: LaneFields, pair: LaneFields['pairs'][number]): FieldPlace[] {
  const left = [pair.left, ...pair.leftParts].map((field) => ({ ...lane.left, field }));
  const right = [pair.right, ...pair.rightParts].map((field) => ({ ...lane.right, field }));
  return [...left, ...right];
}

/** Every field that a rule names, or that pairs lead to from one. */
function maskedPlaces(
  rules: readonly MaskingRule[],
  role: Role,
  lanes: readonly LaneFields[],
): ReadonlySet<string> {
  const tied = new Map<string, Set<string>>();
  const open: string[] = [];
  for (const lane of lanes) {
    for (const pair of lane.pairs) {
      const places = placesOf(lane, pair);
      const names = places.map(placeName);
      for (const [at, name] of names.entries()) {
        const others = tied.get(name) ?? new Set();
        for (const other of names) others.add(other);
        tied.set(name, others);
        if (isMasked(rules, role, places[at]!)) open.push(name);
      }
      for (const place of madeOf(lane, pair)) {
        const from = placeName(place);
        const others = tied.get(from) ?? new Set();
        for (const name of names) others.add(name);
        tied.set(from, others);
        if (isMasked(rules, role, place)) open.push(from);
      }
    }
  }
  const masked = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const other of tied.get(name) ?? []) {
      if (masked.has(other)) continue;
      masked.add(other);
      open.push(other);
    }
  }
  return masked;
}
