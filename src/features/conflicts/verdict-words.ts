import type { ShownVerdict } from '#core/masking/shown-entry.ts';

export const winnerLabels: Record<ShownVerdict['winner'], string> = {
  left: 'Left side',
  right: 'Right side',
  merged: 'Merged',
  held: 'Nobody yet',
};

/** A field as a person reads it: `*` is the record itself. */
export function fieldWords(left: string): string {
  return left === '*' ? 'whole record' : left;
}

/** Who decided: the rule by its name, or the person. */
export function deciderWords({ rule, by }: Pick<ShownVerdict, 'rule' | 'by'>): string {
  return by ?? rule;
}

/** A clock's uncertainty, e.g. `± 3 ms`. Microseconds. */
export function uncertaintyWords(micros: number): string {
  return micros < 1000 ? `± ${Math.round(micros)} µs` : `± ${Math.round(micros / 100) / 10} ms`;
}
