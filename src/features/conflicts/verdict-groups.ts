import type { ApiOutput } from '#trpc/api-types.ts';

type VerdictCount = ApiOutput['conflict']['counts']['verdicts'][number];
export type Winner = VerdictCount['winner'];

/** How one rule decided one field: how often each side won, in the order in which they are shown. */
export type VerdictGroup = {
  field: string;
  rule: string;
  by: VerdictCount['by'];
  total: number;
  winners: { winner: Winner; count: number }[];
};

const order: readonly Winner[] = ['left', 'merged', 'right', 'held'];

/** Counts by field and rule, the most frequent first. */
export function verdictGroups(verdicts: readonly VerdictCount[]): VerdictGroup[] {
  const groups = Map.groupBy(verdicts, ({ left, rule, by }) => JSON.stringify([left, rule, by]));
  return [...groups.values()]
    .flatMap((counts) => {
      const [first] = counts;
      if (!first) return [];
      const winners = order.flatMap((winner) => {
        const count = counts.find((each) => each.winner === winner)?.count ?? 0;
        return count > 0 ? [{ winner, count }] : [];
      });
      const total = winners.reduce((sum, { count }) => sum + count, 0);
      return [{ field: first.left, rule: first.rule, by: first.by, total, winners }];
    })
    .sort((a, b) => b.total - a.total || a.field.localeCompare(b.field));
}
