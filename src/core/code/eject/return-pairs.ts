import { sameJson } from '#lib/same-json.ts';
import type { Side } from '../../change/change-event.ts';
import { SyncError } from '../../errors/sync-error.ts';
import type { Ejected, FieldPair, MappingNode } from '../../flow/flow-graph.ts';
import { pairFields, pairNames, pairTitle } from '../../flow/pair-title.ts';

/** What people may have changed of a pair meanwhile, and what is taken over. */
const taken = ['direction', 'note', 'made', 'lossy'] as const;

/**
 * The mapping's pairs as they were before code did their work, with what was changed of them since.
 * @throws SyncError `EJECT_REFUSED` where what was changed makes sense with the code alone.
 */
export function returnPairs(
  mapping: MappingNode,
  { pairs }: Extract<Ejected, { kind: 'mapping' }>,
  near: Side,
): FieldPair[] {
  const made = madeByCode(pairs, near);
  return mapping.fields.map((pair) => {
    const found = pairs.find(({ is }) => sameJson(pairNames(is), pairNames(pair)));
    if (found) return returned(pair, found);
    const field = pairFields(pair, near).find((name) => made.has(name));
    if (field !== undefined) {
      throw new SyncError(
        'EJECT_REFUSED',
        `${pairTitle(pair)} was added since, and ${field} is there only through the code: remove the pair first.`,
      );
    }
    return pair;
  });
}

/** Fields that only code makes: no pair was of the same name before. */
export function madeByCode(pairs: readonly { was: FieldPair; is: FieldPair }[], near: Side): Set<string> {
  const before = new Set(pairs.flatMap(({ was }) => pairFields(was, near)));
  return new Set(pairs.flatMap(({ is }) => pairFields(is, near)).filter((name) => !before.has(name)));
}

function returned(pair: FieldPair, { was, is }: { was: FieldPair; is: FieldPair }): FieldPair {
  if (!sameJson(pair.transform, is.transform)) {
    throw new SyncError(
      'EJECT_REFUSED',
      `${pairTitle(pair)} was given steps since, which go by what the code makes: take them out first.`,
    );
  }
  const changed: FieldPair = { ...was };
  for (const key of taken) {
    if (sameJson(pair[key], is[key])) continue;
    if (pair[key] === undefined) delete changed[key];
    else Object.assign(changed, { [key]: pair[key] });
  }
  if (!sameJson(decided(pair), decided(is))) {
    if (pair.decision === undefined) delete changed.decision;
    else changed.decision = pair.decision;
  }
  return changed;
}

/** A decision without what is written down by itself when it is saved and deployed. */
function decided({ decision }: FieldPair) {
  if (!decision) return undefined;
  const { by: _, at: __, types: ___, ...rest } = decision;
  return rest;
}
