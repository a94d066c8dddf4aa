import { z } from 'zod';
import { type HeldRecord, presentPending } from '../../conflicts/present-pending.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

export type HeldPage = { items: HeldRecord[]; next: string | null; total: number };

/** Records that are out of line, those that wait longest first. */
export const listConflicts = workspaceProcedure('conflict.list')
  .input(
    z.object({
      flowId: z.string().optional(),
      /** This one alone, where it is among them. */
      id: z.string().optional(),
      state: z.enum(['held', 'parked', 'reconcile']).default('held'),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { services, within }, input }): Promise<HeldPage> => {
    const { flowId, id, state, cursor, limit } = input;
    const page = { cursor: cursor ?? null, limit: limit + 1 };
    const { records, total } = await within.store.pending.list({ flowId, id, state }, page);
    const masker = await maskerFor(within);
    const items = records.slice(0, limit).map((record) => presentPending(record, masker, services.secretKey));
    return { items, next: records.length > limit ? (items.at(-1)?.id ?? null) : null, total };
  });
