import { z } from 'zod';
import { LedgerFilter } from '#core/ledger/ledger-filter.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ShownResult } from '#core/masking/shown-result.ts';
import { listOperationRecords } from '#db/ledger/operation-records.ts';
import { everyEntry } from '#db/ledger/read-ledger.ts';
import { findOperation } from '../operations/find-operation.ts';
import { maskEntries } from '../records/mask-entries.ts';
import { maskFilter } from '../records/mask-filter.ts';
import { maskResults } from '../records/mask-results.ts';
import { maskerFor } from '../records/masker.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { ExportTable } from './export-table.ts';
import { ledgerColumns } from './ledger-columns.ts';
import { resultColumns } from './result-columns.ts';
import { writeCsv } from './write-csv.ts';
import { writeJsonl } from './write-jsonl.ts';
import { writeParquet } from './write-parquet.ts';

export const ExportFormat = z.enum(['csv', 'jsonl', 'parquet']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Which lines of the ledger, or which operation's results, and how. */
export const ExportInput = z.object({
  format: ExportFormat,
  filter: LedgerFilter.default({}),
  operationId: z.string().optional(),
});
export type ExportInput = z.infer<typeof ExportInput>;

export type Export = { fileName: string; mediaType: string; chunks: AsyncIterable<string | Uint8Array> };

const PAGE = 500;

const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

/**
 * Opens an export of what the caller may see; it is read from the store as it is taken. Who exported what is in the
 * audit log. Throws `NOT_FOUND` for an operation that there is not, `INPUT_INVALID`.
 *
 * @param signal ends the reading, wherever it is.
 */
export async function openExport(
  context: WorkspaceContext,
  input: ExportInput,
  signal: AbortSignal,
): Promise<Export> {
  const { format, operationId, filter } = input;
  const { id: workspaceId, name, slug } = context.workspace;
  const what = operationId === undefined ? 'ledger' : `operation-${operationId}`;
  const chunks =
    operationId === undefined
      ? write(format, await ledgerTable(context, filter, signal))
      : write(format, await resultTable(context, operationId));
  await context.audit({
    action: 'record.export',
    target: { kind: 'workspace', id: workspaceId, name },
    detail: { format, operationId: operationId ?? null, flowId: filter.flowId ?? null },
  });
  const stamp = new Date().toISOString().slice(0, 19).replace(/\D/g, '');
  return { fileName: `${slug}-${what}-${stamp}.${format}`, mediaType: mediaTypes[format], chunks };
}

function write<T>(format: ExportFormat, table: ExportTable<T>): AsyncIterable<string | Uint8Array> {
  if (format === 'csv') return writeCsv(table);
  return format === 'jsonl' ? writeJsonl(table) : writeParquet(table);
}

async function ledgerTable(
  context: WorkspaceContext,
  filter: LedgerFilter,
  signal: AbortSignal,
): Promise<ExportTable<ShownEntry>> {
  const { services, workspace } = context;
  const masker = await maskerFor(context);
  const asked = maskFilter(masker, filter);
  async function* pages() {
    for await (const entries of everyEntry(services.pool, workspace.id, asked, signal)) {
      yield maskEntries(masker, entries);
    }
  }
  return { columns: ledgerColumns, pages: pages() };
}

async function resultTable(
  context: WorkspaceContext,
  operationId: string,
): Promise<ExportTable<ShownResult>> {
  await findOperation(context, operationId);
  const masker = await maskerFor(context);
  async function* pages() {
    let cursor: string | null = null;
    do {
      const wanted = { samples: false, cursor, limit: PAGE };
      const page = await listOperationRecords(context.services.pool, operationId, wanted);
      yield maskResults(masker, page.records);
      cursor = page.next;
    } while (cursor !== null);
  }
  return { columns: resultColumns, pages: pages() };
}
