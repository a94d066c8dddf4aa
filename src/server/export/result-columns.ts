import type { ShownResult } from '#core/masking/shown-result.ts';
import type { ExportColumn } from './export-table.ts';

/** What a bulk action came to for one record, column by column. */
export const resultColumns: readonly ExportColumn<ShownResult>[] = [
  { name: 'laneId', kind: 'text', value: (row) => row.laneId },
  { name: 'recordKey', kind: 'text', value: (row) => row.recordKey },
  { name: 'outcome', kind: 'text', value: (row) => row.outcome },
  { name: 'code', kind: 'text', value: (row) => row.code },
  { name: 'detail', kind: 'text', value: (row) => row.detail },
  { name: 'before', kind: 'document', value: (row) => row.before },
  { name: 'after', kind: 'document', value: (row) => row.after },
];
