import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { ExportColumn } from './export-table.ts';

/** A line of the ledger, column by column. */
export const ledgerColumns: readonly ExportColumn<ShownEntry>[] = [
  { name: 'seq', kind: 'digits', value: (row) => row.seq },
  { name: 'committedAt', kind: 'micros', value: (row) => row.commitTime },
  { name: 'capturedAt', kind: 'micros', value: (row) => row.capturedAt },
  { name: 'appliedAt', kind: 'micros', value: (row) => row.appliedAt },
  { name: 'flowId', kind: 'text', value: (row) => row.flowId },
  { name: 'laneId', kind: 'text', value: (row) => row.laneId },
  { name: 'version', kind: 'int', value: (row) => row.version },
  { name: 'side', kind: 'text', value: (row) => row.side },
  { name: 'position', kind: 'text', value: (row) => row.position },
  { name: 'ordinal', kind: 'digits', value: (row) => String(row.ordinal) },
  { name: 'op', kind: 'text', value: (row) => row.op },
  { name: 'status', kind: 'text', value: (row) => row.status },
  { name: 'code', kind: 'text', value: (row) => row.code },
  { name: 'detail', kind: 'text', value: (row) => row.detail },
  { name: 'recordKey', kind: 'text', value: (row) => row.recordKey },
  { name: 'cause', kind: 'text', value: (row) => row.cause },
  { name: 'operationId', kind: 'text', value: (row) => row.operationId },
  { name: 'changed', kind: 'document', value: (row) => row.changed },
  { name: 'before', kind: 'document', value: (row) => row.before },
  { name: 'after', kind: 'document', value: (row) => row.after },
  { name: 'targetBefore', kind: 'document', value: (row) => row.targetBefore },
  { name: 'targetAfter', kind: 'document', value: (row) => row.targetAfter },
  { name: 'conflict', kind: 'document', value: (row) => row.conflict },
];
