import { otherSide } from '../change/change-event.ts';
import { writesTo } from '../flow/direction.ts';
import { fieldCast } from '../values/cast.ts';
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
      const type = stream.fields.find(({ name }) => name === drift.field)?.nativeType;
      const sql = `ALTER TABLE ${stream.name} ADD COLUMN ${quoted(drift.field)} ${type};`;
      return [unmap(drift.pair), { kind: 'sql', connection, sql, label: 'Restore the field' }];
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
    case 'key-not-unique':
      return [];
  }
}

function addedOptions(
  drift: Extract<Drift, { kind: 'field-added' }>,
  { lane, deployed, broken }: AdaptedLane,
): DriftOption[] {
  const other = otherSide(drift.side);
  const { connection, stream } = lane[other];
  const mine = lane[drift.side].stream.fields.find(({ name }) => name === drift.field);
  if (!mine || broken[other]) return [];
  const theirs = stream.fields.find(({ name }) => sameName(name, drift.field));
  if (!theirs) {
    const label = `Create it in ${stream.name}, then map it`;
    const sql = `ALTER TABLE ${stream.name} ADD COLUMN ${quoted(drift.field)} ${mine.nativeType};`;
    return [{ kind: 'sql', connection, sql, label }];
  }
  const mapped = deployed.fields.some((pair) => pair[other] === theirs.name);
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

function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(a) === plain(b);
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
