import type { LaneEnd, LaneView } from '../flow/lane.ts';
import { sameType } from '../values/same-type.ts';
import type { StreamSchema } from '../values/stream-schema.ts';

/** A coded end with its stream as it is now: what code makes of it stays as it was deployed. */
export function reviewEnd(deployed: LaneEnd, own: StreamSchema): LaneEnd {
  const { view } = deployed;
  if (!view) return { ...deployed, stream: own };
  const kept = own.fields.filter(({ name }) => view.passing.includes(name));
  const made = deployed.stream.fields.filter(({ name }) => !view.passing.includes(name));
  const passes = (names: readonly string[]) => names.every((name) => view.passing.includes(name));
  return {
    ...deployed,
    stream: {
      ...own,
      fields: [...kept, ...made],
      uniques: own.uniques.filter(passes),
      references: own.references.filter(({ fields }) => passes(fields)),
    },
    view: { ...view, own },
  };
}

/** Fields of a system that its code is given, and that are gone or of another type by now. */
export function lostInputs({ own }: LaneView, now: StreamSchema): string[] {
  return own.fields
    .filter(({ name, type }) => !sameType(now.fields.find((field) => field.name === name)?.type, type))
    .map(({ name }) => name);
}
