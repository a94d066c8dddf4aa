import type { LaneEnd } from '../flow/lane.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import { type BrokenUse, fitView } from './fit-view.ts';

/** An end as it can run on its stream as it is now, and what its code and filters use that is not any more what they know. */
export type ReviewedEnd = { end: LaneEnd; broken: BrokenUse[] };

/** A coded end with its stream as it is now: what code makes of it stays as it was deployed, and what passes by it follows. */
export function reviewEnd(deployed: LaneEnd, own: StreamSchema): ReviewedEnd {
  if (!deployed.view) return { end: { ...deployed, stream: own }, broken: [] };
  const { view, drifted, broken } = fitView(deployed.view, own);
  const kept = own.fields.filter(({ name }) => view.passing.includes(name));
  const made = deployed.stream.fields.flatMap((field) => {
    if (view.passing.includes(field.name)) return [];
    const now = drifted.get(field.name);
    if (now === undefined) return [field];
    return now === null ? [] : [{ ...field, nativeType: now.nativeType, type: now.type }];
  });
  const passes = (names: readonly string[]) => names.every((name) => view.passing.includes(name));
  const end = {
    ...deployed,
    stream: {
      ...own,
      fields: [...kept, ...made],
      uniques: own.uniques.filter(passes),
      references: own.references.filter(({ fields }) => passes(fields)),
    },
    view,
  };
  return { end, broken };
}
