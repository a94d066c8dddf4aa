import type { SeenRecords } from '#core/code/node-samples.ts';
import type { Row } from '#core/values/value.ts';

/** The rows without fields that are called as those that are masked: code was given a plain value in place of their own. */
export function knownRows({ rows, masked }: SeenRecords): Row[] {
  if (masked.length === 0) return rows;
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !masked.includes(name))),
  );
}
