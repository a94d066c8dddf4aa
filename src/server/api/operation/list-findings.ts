import { z } from 'zod';
import type { ShownFindingPage } from '#core/masking/shown-finding.ts';
import { FindingFilter } from '#core/operations/finding-selection.ts';
import { countFindings, listFindings as list } from '#db/ledger/verify-findings.ts';
import { findVerify } from '../../operations/find-verify.ts';
import { maskFindings } from '../../records/mask-findings.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

/** What a verify found to differ for no known reason, in the order in which it was found, and how many there are. */
export const listFindings = workspaceProcedure('operation.findings')
  .input(
    z.object({
      filter: FindingFilter,
      cursor: z.string().nullish(),
      limit: z.int().min(1).max(500).default(50),
    }),
  )
  .query(
    async ({ ctx: { services, within }, input: { filter, cursor, limit } }): Promise<ShownFindingPage> => {
      await findVerify(within, filter.verifyId);
      const [page, count, masker] = await Promise.all([
        list(services.pool, filter, { cursor: cursor ?? null, limit }),
        countFindings(services.pool, { findings: filter }),
        maskerFor(within),
      ]);
      return { findings: maskFindings(masker, page.findings), next: page.next, count };
    },
  );
