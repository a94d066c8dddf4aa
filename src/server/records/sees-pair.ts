import type { Lane, LaneField } from '#core/flow/lane.ts';
import { partsOf } from '#core/transform/joined-fields.ts';
import type { Row } from '#core/values/value.ts';
import type { Masker } from './masker.ts';

type Stream = { connection: string; stream: string };

/** May the caller see the values of both sides of a pair, be its lane deployed or a draft's? */
export function seesPair({ visible }: Masker, lane: Pick<Lane, 'left' | 'right'>, pair: LaneField): boolean {
  if (!visible) return true;
  return (['left', 'right'] as const).every((side) => {
    const { connection, stream } = lane[side];
    return partsOf(pair, side).every((field) => visible.sees({ connection, stream: stream.name, field }));
  });
}

/** Names of these fields of a stream that are masked for the caller. */
export function maskedNames({ visible }: Masker, at: Stream, names: readonly string[]): string[] {
  return visible ? names.filter((field) => !visible.sees({ ...at, field })) : [];
}

/** The other ones. */
export function visibleNames({ visible }: Masker, at: Stream, names: readonly string[]): string[] {
  return names.filter((field) => !visible || visible.sees({ ...at, field }));
}

/** Rows of a stream without the fields that are masked for the caller: nothing is to be made of their values. */
export function visibleRows({ visible }: Masker, at: Stream, rows: readonly Row[]): Row[] {
  if (!visible) return [...rows];
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([field]) => visible.sees({ ...at, field }))),
  );
}
