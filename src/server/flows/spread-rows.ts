import type { Source } from '#core/ports/source.ts';
import type { RowsLookedAt } from '#core/transform/rows-looked-at.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import type { Row } from '#core/values/value.ts';

/** What is read of a stream; `type` is that of its key where that is one field. */
export type SpreadRequest = { stream: string; fields: string[]; key: string[]; type: NeutralType | null };

/** Rows that are looked at where nothing else is said, and places all over the stream at which they are taken, after its first ones. */
const ROWS = 2000;
const PLACES = 50;
/** A stream with more rows than this is not counted through. */
const MOST_COUNTED = 2_000_000;

/**
 * Some rows of a stream, 2,000 where `most` does not say otherwise: all, where it has no more; else half of them its first ones by key, and the others taken
 * at fifty places all over it. In streams of more than two million rows the places are those of the key's values, where
 * these are whole numbers or UUIDs.
 */
export async function spreadRows(
  source: Source,
  request: SpreadRequest,
  most = ROWS,
): Promise<{ rows: Row[]; looked: RowsLookedAt }> {
  const { stream, fields, key } = request;
  const first = await source.snapshot({ stream, fields, key, cursor: null, limit: most + 1 });
  if (first.cursor === null) return { rows: first.rows, looked: 'all' };
  const places = await placesOf(source, request, first.rows[0] as Row);
  if (places.length === 0) return { rows: first.rows.slice(0, most), looked: 'first' };
  const rows = first.rows.slice(0, Math.floor(most / 2));
  for (const place of places) {
    const within = { kind: 'range' as const, lower: { key: place, inclusive: true }, upper: null };
    const limit = Math.floor(most / 2 / places.length);
    const chunk = await source.snapshot({ stream, fields, key, cursor: null, limit, within });
    rows.push(...chunk.rows);
  }
  return { rows, looked: 'spread' };
}

/** Keys all over the stream, in order; none where they cannot be found without reading it all. */
async function placesOf(source: Source, { stream, key, type }: SpreadRequest, first: Row): Promise<Row[]> {
  const count = await source.count({ stream, atMost: MOST_COUNTED });
  if (count < MOST_COUNTED && source.digests) {
    const within = { kind: 'range' as const, lower: null, upper: null };
    return source.digests.bounds({ stream, key, within, every: Math.floor(count / PLACES), limit: PLACES });
  }
  const [name] = key;
  const scale = type && scaleOf(type);
  if (!scale || key.length !== 1 || name === undefined) return [];
  const from = async (value: bigint): Promise<bigint | null> => {
    const lower = { key: { [name]: scale.spell(value) }, inclusive: true };
    const within = { kind: 'range' as const, lower, upper: null };
    const { rows } = await source.snapshot({ stream, fields: key, key, cursor: null, limit: 1, within });
    return rows[0]?.[name] ? scale.read(rows[0][name]) : null;
  };
  const low = scale.read(first[name] as string);
  const high = await roughlyLast(low, scale.most, from);
  const step = (high - low) / BigInt(PLACES + 1);
  return Array.from({ length: PLACES }, (_, i) => ({ [name]: scale.spell(low + step * BigInt(i + 1)) }));
}

/** A value that some key has, above which only a small part of the keys' range lies. */
async function roughlyLast(
  first: bigint,
  most: bigint,
  from: (value: bigint) => Promise<bigint | null>,
): Promise<bigint> {
  let low = first;
  let high = most;
  while (high - low > (high - first) / 64n + 1n) {
    const middle = (low + high) / 2n;
    const found = await from(middle);
    if (found === null) high = middle;
    else low = found;
  }
  return low;
}

/** Keys as numbers in their order. */
type Scale = { most: bigint; read: (text: string) => bigint; spell: (value: bigint) => string };

const wholeNumbers: Partial<Record<NeutralType['kind'], bigint>> = {
  int16: 2n ** 15n - 1n,
  int32: 2n ** 31n - 1n,
  int64: 2n ** 63n - 1n,
  uint64: 2n ** 64n - 1n,
};

function scaleOf({ kind }: NeutralType): Scale | null {
  const most = wholeNumbers[kind];
  if (most !== undefined) return { most, read: BigInt, spell: String };
  if (kind !== 'uuid') return null;
  return {
    most: 2n ** 128n - 1n,
    read: (text) => BigInt(`0x${text.replaceAll('-', '')}`),
    spell: (value) =>
      value
        .toString(16)
        .padStart(32, '0')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  };
}
