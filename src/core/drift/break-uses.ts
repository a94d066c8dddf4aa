import type { Side } from '../change/change-event.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { SyncError } from '../errors/sync-error.ts';
import { compileLaneFilter } from '../flow/compile-lane-filter.ts';
import type { Lane, LaneFilter } from '../flow/lane.ts';
import type { StreamSchema } from '../values/stream-schema.ts';
import type { AdaptedLane } from './adapt-lane.ts';
import type { Drift } from './drift.ts';
import type { BrokenUse } from './fit-view.ts';
import type { ReviewedEnd } from './review-end.ts';

const codes = {
  code: 'CODE_INPUT_CHANGED',
  filter: 'FILTER_INVALID',
  mapping: 'SCHEMA_CHANGED',
} as const satisfies Record<BrokenUse['kind'], ErrorCode>;

/** Code and filters cannot run on fields that they do not know: their side is broken, and told in `drifts`. */
export function breakUses(
  deployed: Lane,
  side: Side,
  stream: StreamSchema | null,
  end: ReviewedEnd | null,
  broken: AdaptedLane['broken'],
  drifts: Drift[],
): void {
  if (!stream || !end || broken[side]) return;
  const filters = (deployed.filters?.[side] ?? []).flatMap((filter) =>
    brokenFilter(filter, deployed[side].stream, end.end.stream),
  );
  for (const { kind, nodeId, title, fields } of [...end.broken, ...filters]) {
    const how = fields.map((name) => fieldNow(deployed[side], stream, name)).join(', ');
    const why = `${kind === 'code' ? `The code of ${title}` : title} uses ${how}.`;
    broken[side] ??= { code: codes[kind], message: why, holdsLog: true };
    drifts.push({ kind: 'use-broken', side, nodeId, fields, why });
  }
}

/** A filter takes a field of another type where its condition still makes sense. */
function brokenFilter(filter: LaneFilter, deployed: StreamSchema, now: StreamSchema): BrokenUse[] {
  try {
    compileLaneFilter(now, filter);
    return [];
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'FILTER_INVALID') throw error;
    const typeIn = ({ fields }: StreamSchema, name: string) =>
      fields.find((field) => field.name === name)?.nativeType;
    const { nodeId } = filter;
    const fields = compileLaneFilter(deployed, filter).reads.filter(
      (name) => typeIn(deployed, name) !== typeIn(now, name),
    );
    return [{ kind: 'filter', nodeId, title: `The filter "${nodeId}"`, fields }];
  }
}

/** A field of a system with what has become of it, in words. */
function fieldNow({ stream, view }: Lane['left'], now: StreamSchema, name: string): string {
  const before = (view?.own ?? stream).fields.find((field) => field.name === name);
  const same = now.fields.find((field) => field.name === name);
  if (same)
    return `${name}, which has become ${same.nativeType} in ${now.name} (it was ${before?.nativeType})`;
  const number = before?.number;
  const renamed = number !== undefined && now.fields.find((field) => field.number === number);
  return renamed
    ? `${name}, which is called ${renamed.name} in ${now.name} now`
    : `${name}, which ${now.name} does not have any more`;
}
