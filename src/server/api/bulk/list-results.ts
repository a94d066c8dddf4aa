import { z } from 'zod';
import { ErrorCode } from '#core/errors/codes.ts';
import type { ShownResultPage } from '#core/masking/shown-result.ts';
import { RecordOutcome } from '#core/operations/record-outcome.ts';
import { listOperationRecords } from '#db/ledger/operation-records.ts';
import { findOperation } from '../../operations/find-operation.ts';
import { maskResults } from '../../records/mask-results.ts';
import { maskerFor } from '../../records/masker.ts';
import { openMarker, sealMarker } from '../../records/page-marker.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What a bulk action, or its preview, came to record by record, in the order of their keys. */
export const listResults = workspaceProcedure('bulk.results')
  .input(
    z.object({
      id: z.string(),
      outcome: RecordOutcome.optional(),
      code: ErrorCode.optional(),
      /** Those alone whose rows are shown. */
      samples: z.boolean().default(false),
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(500).default(50),
    }),
  )
  .query(
    async ({ ctx: { services, within }, input: { id, cursor, ...wanted } }): Promise<ShownResultPage> => {
      await findOperation(within, id);
      const from = cursor ? openMarker(within, cursor) : null;
      const page = await listOperationRecords(services.pool, id, { ...wanted, cursor: from });
      return {
        records: maskResults(await maskerFor(within), page.records),
        next: sealMarker(within, page.next),
      };
    },
  );
