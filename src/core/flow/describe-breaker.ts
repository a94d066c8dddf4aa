import type { Breaker } from './breaker.ts';

/** The limits of a breaker in words, e.g. `stops above 500 deletes and 10 % of the records in 60 s`. */
export function describeBreaker(breaker: Breaker | 'off'): string {
  if (breaker === 'off') return 'is off';
  const limits = (['deletes', 'overwrites'] as const).flatMap((kind) => {
    const records = breaker[kind];
    if (records === 'off') return [];
    const share = kind === 'deletes' ? breaker.deletesShare : breaker.overwritesShare;
    const percent = share > 0 ? ` and ${Math.round(share * 1000) / 10} % of the records` : '';
    return [`${records.toLocaleString('en')} ${kind}${percent}`];
  });
  if (limits.length === 0) return 'has no limit';
  return `stops above ${limits.join(', or ')} in ${breaker.seconds} s`;
}
