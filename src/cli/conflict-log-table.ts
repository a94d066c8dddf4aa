import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { shownText } from '#core/masking/shown-value.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

/** Decided conflicts, a row for each field. */
export function conflictLogTable(entries: readonly ShownEntry[]): string {
  return textTable(
    ['line', 'record', 'field', 'before', 'left', 'right', 'winner', 'decided by', 'why', 'when'],
    entries.flatMap(({ seq, recordKey, conflict, version, commitTime }) =>
      (conflict?.fields ?? []).map((field) => [
        seq,
        showRecordKey(recordKey),
        field.left,
        shownText(conflict?.base?.[field.left], '∅'),
        conflict?.left ? shownText(conflict.left[field.left], '∅') : 'deleted',
        conflict?.right ? shownText(conflict.right[field.right], '∅') : 'deleted',
        field.winner,
        `${field.by ?? field.rule} v${conflict?.version ?? version}`,
        field.why,
        figures.moment(new Date(commitTime / 1000)),
      ]),
    ),
  );
}
