import type { SideWrite } from '#core/conflict/decide.ts';
import type { Row } from '#core/values/value.ts';

/** A side's row once this was written to it. */
export function rowAfter(row: Row | null, write: SideWrite | null): Row | null {
  if (!write) return row;
  return write.op === 'delete' ? null : { ...row, ...write.set };
}
