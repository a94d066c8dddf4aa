import type { EjectDifference } from '#core/code/eject/compare-ejected.ts';
import { type RowsLookedAt, rowsLookedAt } from '#core/transform/rows-looked-at.ts';

type Compared = {
  side: string;
  stream: string;
  checked: number;
  refused: number;
  different: number;
  looked: RowsLookedAt;
  differences: EjectDifference[];
};

/** How both forms compared, a line for each stream and for each of the first differences. */
export function ejectText(compared: readonly Compared[]): string {
  return compared
    .flatMap(({ stream, checked, different, refused, looked, differences }) => {
      const same =
        different === 0 ? 'the same output' : `${checked - different} the same, ${different} different`;
      const both = refused > 0 ? `, ${refused} refused by both` : '';
      return [
        `${stream}: ${same} on ${rowsLookedAt(checked, looked)}${both}.`,
        ...differences.map(({ field, given, mapping, code }) => {
          return `  ${field} of ${JSON.stringify(given)}: ${shown(mapping)} before, ${shown(code)} in code`;
        }),
      ];
    })
    .join('\n');
}

function shown(value: EjectDifference['mapping'] | EjectDifference['code']): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return typeof value.refused === 'string' ? `refused (${value.refused})` : 'refused';
}
