import { otherSide } from '../change/change-event.ts';
import { writesTo } from '../flow/direction.ts';
import { applyNaming } from '../tables/apply-naming.ts';
import { detectNaming } from '../tables/detect-naming.ts';
import { partsOf } from '../transform/joined-fields.ts';
import { fieldCast } from '../values/cast.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { AdaptedLane } from './adapt-lane.ts';
import type { Drift } from './drift.ts';
import type { DriftOption } from './proposal.ts';

/**
 * The ways out of a drift, best first.
 */
export function driftOptions(drift: Drift, adapted: AdaptedLane): DriftOption[] {
  const { deployed } = adapted;
  const { connection, stream } = deployed[drift.side];
  switch (drift.kind) {
    case 'field-added':
      return addedOptions(drift, adapted);
    case 'field-renamed': {
      const { side, field, to } = drift;
      const follow = { kind: 'follow', side, from: field, to, label: `Follow it: map ${to}` } as const;
      return [follow, unmap(drift.pair)];
    }
    case 'field-dropped': {
      const { side, field } = drift;
      const label = `Restore it in ${stream.name}`;
      return [unmap(drift.pair), { kind: 'create', side, field, like: { side, field }, label }];
    }
    case 'field-retyped':
      return drift.refused === null ? [] : [unmap(drift.pair)];
    case 'field-read-only':
      return [unmap(drift.pair)];
    case 'old-rows':
      if (drift.to === 'full') return [];
      return [
        {
          kind: 'sql',
          connection,
          sql: `ALTER TABLE ${stream.name} REPLICA IDENTITY FULL;`,
          label: 'Let the log hold complete old rows again',
        },
      ];
    case 'stream-missing':
    case 'key-broken':
    case 'use-broken':
    case 'key-not-unique':
      return [];
  }
}

function addedOptions(
  drift: Extract<Drift, { kind: 'field-added' }>,
  { lane, deployed, broken }: AdaptedLane,
): DriftOption[] {
  const other = otherSide(drift.side);
  const { stream } = lane[other];
  const mine = lane[drift.side].stream.fields.find(({ name }) => name === drift.field);
  if (!mine || broken[other]) return [];
  const theirs = stream.fields.find(({ name }) => sameName(name, drift.field));
  if (!theirs) return writesTo(lane.direction, other) ? [create(drift, stream)] : [];
  const mapped = deployed.fields.some((pair) => partsOf(pair, other).includes(theirs.name));
  const fits = (['left', 'right'] as const).every((to) => {
    if (!writesTo(lane.direction, to)) return true;
    const [source, target] = to === other ? [mine, theirs] : [theirs, mine];
    return !target.readOnly && !('refused' in fieldCast(source, target));
  });
  if (mapped || !fits) return [];
  const [left, right] = drift.side === 'left' ? [mine.name, theirs.name] : [theirs.name, mine.name];
  return [{ kind: 'map', left, right, label: `Map it to ${theirs.name} of ${stream.name}` }];
}

function unmap(pair: { left: string; right: string }): DriftOption {
  return { kind: 'unmap', ...pair, label: 'Remove the pair from the mapping' };
}

/** In the naming of the stream that gets the field. */
function create({ side, field }: Extract<Drift, { kind: 'field-added' }>, stream: StreamSchema): DriftOption {
  const name = applyNaming(field, detectNaming(stream.fields.map((each) => each.name)));
  const label = `Create it in ${stream.name} and map it`;
  return { kind: 'create', side: otherSide(side), field: name, like: { side, field }, label };
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(a) === plain(b);
}
