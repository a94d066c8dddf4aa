import { counted } from '#lib/counted.ts';
import type { ApiOutput } from '#trpc/api-types.ts';

/** A stopped lane with what it was about to do. */
export type Trip = ApiOutput['breaker']['show'][number];

/** The figures of a trip in words, e.g. `5,000 deletes and 2 updates`. */
export function tripWords({ figures, kinds }: Trip): string {
  const parts = [
    figures.deletes > 0 || kinds.includes('deletes') ? counted(figures.deletes, 'delete') : '',
    figures.overwrites > 0 || kinds.includes('overwrites') ? counted(figures.overwrites, 'update') : '',
  ];
  return parts.filter(Boolean).join(' and ');
}
