import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { FlowStatus } from './lane-status.ts';
import { LedgerEntry } from './ledger-entry.ts';
import { PendingRecord } from './pending-record.ts';
import { VerifyReport } from './verify-report.ts';

const digest = (schema: z.ZodType) =>
  createHash('sha256')
    .update(JSON.stringify(z.toJSONSchema(schema)))
    .digest('hex')
    .slice(0, 12);

/** What is stored under these shapes outlives this version: a change needs a migration, or a default. */
test('formats that are saved do not change unnoticed', () => {
  // Error codes may be added at any time.
  const withoutCodes = (schema: z.ZodObject) => schema.omit({ code: true });
  expect({
    ledgerEntry: digest(withoutCodes(LedgerEntry)),
    pendingRecord: digest(withoutCodes(PendingRecord)),
    flowStatus: digest(FlowStatus.omit({ error: true })),
    verifyReport: digest(VerifyReport),
  }).toMatchInlineSnapshot(`
    {
      "flowStatus": "6e32c30a05f2",
      "ledgerEntry": "a8d0d65c72d1",
      "pendingRecord": "62596d7e00ab",
      "verifyReport": "ea5f1a831e16",
    }
  `);
});
