import type { FieldEffectCount } from '#core/operations/field-effect.ts';
import { summarizeEffects } from '#core/operations/field-effect-summary.ts';
import { figures } from './format-figures.ts';
import { textTable } from './text-table.ts';

const winner = (of: string) => (of === 'held' ? 'a person' : of);

function toucher(by: string | null): string {
  if (by === null) return 'no line tells by whom';
  if (by === 'left' || by === 'right') return `on the ${by} side`;
  return `by ${by}`;
}

/** Field by field what deciding again changes, leaves, and finds touched since. */
export function fieldEffectsText(effects: readonly FieldEffectCount[]): string {
  const rows = summarizeEffects(effects).map(({ field, records, counts, turns, touchedBy }) => [
    field,
    figures.count(records),
    turns
      .map((turn) => `${figures.count(turn.records)} ${winner(turn.was)} → ${winner(turn.now)}`)
      .join(', '),
    figures.count(counts.same),
    [
      ...touchedBy.map(({ by, records: some }) => `${figures.count(some)} ${toucher(by)}`),
      ...(counts.beside > 0 ? [`${figures.count(counts.beside)} left with another field`] : []),
    ].join(', '),
  ]);
  return textTable(['Field', 'Records', 'Changes', 'Same', 'Touched since'], rows, [1, 3]);
}
