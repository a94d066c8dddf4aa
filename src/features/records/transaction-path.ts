import type { ShownEntry } from '#core/masking/shown-entry.ts';

/** The page of all changes that were made in the transaction of a line. */
export function transactionPath({
  flowId,
  side,
  position,
  commitTime,
}: Pick<ShownEntry, 'flowId' | 'side' | 'position' | 'commitTime'>): string {
  // The moment itself narrows what has to be searched; the address holds milliseconds.
  const from = new Date(Math.floor(commitTime / 1000));
  const query = new URLSearchParams({
    ...{ flow: flowId, side, tx: position },
    ...{ from: from.toISOString(), to: new Date(from.getTime() + 1).toISOString() },
  });
  return `/records?${query}`;
}
