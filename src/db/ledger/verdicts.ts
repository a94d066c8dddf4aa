import type { ConflictFilter } from '#core/ledger/conflict-filter.ts';

/** What the line that tells of a decided conflict is narrowed and counted by, as SQL over its account. */
export const verdictsOf = (conflict: string) =>
  `(SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('left', f -> 'left', 'rule', f -> 'rule',
    'winner', f -> 'winner', 'by', f -> 'by'))) FROM jsonb_array_elements(${conflict} -> 'fields') f)`;

/** A jsonpath condition over one verdict, with the values that its variables stand for; null where all will do. */
export function verdictPath(filter: ConflictFilter): { path: string; values: Record<string, string> } | null {
  const { field, rule, winner, decidedBy } = filter;
  const conditions = [
    field === undefined ? '' : '@.left == $left',
    rule === undefined ? '' : '@.rule == $rule',
    winner === undefined ? '' : '@.winner == $winner',
    decidedBy === undefined ? '' : decidedBy === 'person' ? 'exists(@.by)' : '!exists(@.by)',
  ].filter((condition) => condition !== '');
  if (conditions.length === 0) return null;
  const given = { left: field, rule, winner };
  const values = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return { path: `$[*] ? (${conditions.join(' && ')})`, values };
}
