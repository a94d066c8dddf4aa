import { z } from 'zod';
import { Naming } from '#core/tables/apply-naming.ts';
import { TableWish } from '#core/tables/table-wish.ts';
import { reference } from '../connections/reference.ts';

/** Which streams of one connection shall be made in another one, and how. */
export const TablesInput = z.object({
  from: z.object(reference),
  to: z.object(reference),
  /** None named: every stream of the source. */
  tables: z.array(TableWish).max(1000).default([]),
  /** How names are written; like the target's own names where nothing is said. */
  naming: Naming.optional(),
});
export type TablesInput = z.infer<typeof TablesInput>;
