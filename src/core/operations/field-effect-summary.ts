import type { FieldEffectCount, FieldEffectKind } from './field-effect.ts';

/** What deciding again comes to for one field (left name; `*`: the record itself), over all records. */
export type FieldSummary = {
  field: string;
  records: number;
  counts: Record<FieldEffectKind, number>;
  /** Of those that would change, how many go from which winner to which, most first. */
  turns: { was: string; now: string; records: number }[];
  /** Who touched it since, most first; null where no line tells. */
  touchedBy: { by: string | null; records: number }[];
};

/** Adds the effects of a re-decision up, field by field; those over most records first. */
export function summarizeEffects(effects: readonly FieldEffectCount[]): FieldSummary[] {
  return [...Map.groupBy(effects, ({ field }) => field)]
    .map(([field, some]) => summaryOf(field, some))
    .sort((a, b) => b.records - a.records || (a.field < b.field ? -1 : 1));
}

function summaryOf(field: string, effects: readonly FieldEffectCount[]): FieldSummary {
  const counts = { changes: 0, same: 0, held: 0, touched: 0, beside: 0 };
  for (const { effect, records } of effects) counts[effect] += records;
  const changing = effects.filter(({ effect }) => effect === 'changes' || effect === 'held');
  const turns = added(changing, ({ was, now }) => `${was} ${now}`).map(([of, records]) => {
    const [was = '', now = ''] = of.split(' ');
    return { was, now, records };
  });
  const touched = effects.filter(({ effect }) => effect === 'touched');
  const touchedBy = added(touched, ({ by }) => by).map(([by, records]) => ({ by, records }));
  return { field, records: total(effects), counts, turns, touchedBy };
}

const total = (effects: readonly FieldEffectCount[]) =>
  effects.reduce((sum, { records }) => sum + records, 0);

function added<K>(
  effects: readonly FieldEffectCount[],
  keyOf: (effect: FieldEffectCount) => K,
): [K, number][] {
  return [...Map.groupBy(effects, keyOf)]
    .map(([key, some]): [K, number] => [key, total(some)])
    .sort((a, b) => b[1] - a[1]);
}
