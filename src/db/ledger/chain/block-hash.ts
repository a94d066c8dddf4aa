/**
 * The hash of a block over the one before it, as SQL.
 *
 * @param previous the hash of the block before, as SQL
 * @param block alias of a row with the block's columns
 * @param number its number, as SQL
 */
export function blockHash(previous: string, block: string, number: string): string {
  const texts = [
    `${block}.lane_id`,
    number,
    `${block}.id`,
    `${block}.kind`,
    `${block}.lines`,
    `${block}.seqs::text`,
    `coalesce(${block}.shapes::text, '')`,
    `coalesce(${block}.note::text, '')`,
  ];
  return `sha256(${previous} || timestamptz_send(${block}.at) || ${block}.digest || ${block}.superseded || ${block}.nonce
    || convert_to(concat_ws(E'\\x1f', ${texts.join(', ')}), 'UTF8'))`;
}

/** What the first block of a lane comes after, as SQL. */
export function chainStart(laneId: string, beginsAfter: string): string {
  return `sha256(convert_to(concat_ws(E'\\x1f', 'syncline ledger', ${laneId}, ${beginsAfter}), 'UTF8'))`;
}
