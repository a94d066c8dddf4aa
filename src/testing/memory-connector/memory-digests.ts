import { createHash } from 'node:crypto';
import type { KeyPart, PartDigest, RangeDigests } from '#core/ports/range-digests.ts';
import { type DigestField, digestRowText, digestText } from '#core/values/digest-form.ts';
import type { Row } from '#core/values/value.ts';
import type { MemorySystem } from './memory-system.ts';

/** The digests of a memory system, computed from the ports' own words: an oracle for every other connector's. */
export function memoryDigests(system: MemorySystem): RangeDigests {
  const rowsIn = (stream: string, key: string[], part: KeyPart) =>
    system.tables
      .rows(stream)
      .sort((a, b) => system.tables.compare(stream, key, a, b))
      .filter(isWithin(system, stream, key, part));
  return {
    async bounds({ stream, key, within, every, limit }) {
      return rowsIn(stream, key, within)
        .filter((_, index) => (index + 1) % every === 0)
        .slice(0, limit)
        .map((row) => Object.fromEntries(key.map((name) => [name, row[name] ?? null])));
    },
    async range({ stream, key, fields, within }) {
      return digestOf(rowsIn(stream, key, within), fields);
    },
    async buckets({ stream, key, fields, of }) {
      const rows = system.tables.rows(stream).filter((row) => key.every(({ name }) => row[name] !== null));
      return Array.from({ length: of }, (_, bucket) =>
        digestOf(
          rows.filter((row) => bucketOf(row, key, of) === bucket),
          fields,
        ),
      );
    },
  };
}

/** Does a row with a whole key lie in the part? */
export function isWithin(
  { tables }: MemorySystem,
  stream: string,
  key: string[],
  part: KeyPart,
): (row: Row) => boolean {
  return (row) => {
    if (key.some((name) => (row[name] ?? null) === null)) return false;
    if (part.kind === 'buckets') return part.buckets.includes(bucketOf(row, part.key, part.of));
    const { lower, upper } = part;
    const above = lower === null ? 1 : tables.compare(stream, key, row, lower.key);
    const below = upper === null ? -1 : tables.compare(stream, key, row, upper.key);
    return (
      (above > 0 || (above === 0 && !!lower?.inclusive)) && (below < 0 || (below === 0 && !!upper?.inclusive))
    );
  };
}

function digestOf(rows: Row[], fields: DigestField[]): PartDigest {
  const sum = rows.reduce(
    (total, row) => total + BigInt.asIntN(64, BigInt(`0x${hashOf(row, fields).slice(0, 16)}`)),
    0n,
  );
  return { count: rows.length, digest: String(sum) };
}

function bucketOf(row: Row, key: DigestField[], of: number): number {
  return Number.parseInt(hashOf(row, key).slice(0, 7), 16) % of;
}

function hashOf(row: Row, fields: DigestField[]): string {
  const texts = fields.map(({ name, form }) => {
    const value = row[name] ?? null;
    return value === null ? null : digestText(form)(value);
  });
  return createHash('md5').update(digestRowText(texts)).digest('hex');
}
