import { z } from 'zod';
import { findConnection } from '../../connections/find-connection.ts';
import { reference } from '../../connections/reference.ts';
import { withConnection } from '../../connections/with-session.ts';
import { maskerFor } from '../../records/masker.ts';
import { maskedNames, visibleRows } from '../../records/sees-pair.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A few rows of a stream, for people to look at, without the fields that are masked for the caller. */
export const sampleStream = workspaceProcedure('connection.sample')
  .input(z.object({ ...reference, stream: z.string(), limit: z.int().min(1).max(100).default(5) }))
  .query(async ({ ctx: { services, within }, input }) => {
    const connection = await findConnection(within, input);
    const masker = await maskerFor(within);
    const at = { connection: connection.name, stream: input.stream };
    const rows = await withConnection(services, connection, (session) =>
      session.sample(input.stream, input.limit),
    );
    return {
      rows: visibleRows(masker, at, rows),
      /** Fields that are left out. */
      masked: maskedNames(masker, at, Object.keys(rows[0] ?? {})),
    };
  });
