'use client';

import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import { errorMeanings } from '#core/errors/codes.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import { ClockTime } from '#ui/clock-time.tsx';
import { clockWidth } from '#ui/clock-width.ts';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { selectionColumn } from '../bulk/selection-column.tsx';
import type { RecordSelection } from '../bulk/use-record-selection.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { DebugLink } from './debug-link.tsx';
import { LedgerStatusDot } from './ledger-status-dot.tsx';
import { recordPath } from './record-path.ts';
import { keyText, recordTitle } from './record-title.ts';
import { useLaneNames } from './use-lane-names.ts';

const verbs = { insert: 'Inserted', update: 'Updated', delete: 'Deleted', truncate: 'Truncated' };

/** What happened, e.g. `Updated phone, city and 2 more`. */
export function changeWords(row: Pick<ShownEntry, 'op' | 'changed' | 'cause'>): string {
  // The first sync compares whole records; what it names as changed is every field.
  if (row.op === 'update' && row.cause === 'snapshot') return 'Compared at the first sync';
  if (row.op !== 'update' || row.changed.length === 0) return verbs[row.op];
  const named = row.changed.slice(0, 4).join(', ');
  return `${verbs.update} ${named}${row.changed.length > 4 ? ` and ${row.changed.length - 4} more` : ''}`;
}

function Why({ row, code }: { row: ShownEntry; code: boolean }) {
  const text = row.detail || (row.code ? errorMeanings[row.code] : '');
  return (
    <span title={text}>
      {code && row.code ? <code className="mr-2 text-ink-3">{row.code}</code> : null}
      <span className={row.code ? 'text-ink' : 'text-ink-3'}>{text}</span>
    </span>
  );
}

type LaneNames = ReturnType<typeof useLaneNames>;

function columnsWith(laneOf: LaneNames, ofIssue: boolean, whenWidth: string): Column<ShownEntry>[] {
  return [
    {
      id: 'status',
      header: 'Status',
      width: '116px',
      cell: (row) => <LedgerStatusDot status={row.status} />,
    },
    {
      id: 'record',
      lead: true,
      header: 'Record',
      width: ofIssue ? '26%' : '19%',
      cell: (row) => {
        const title = recordTitle(row.after, row.before, row.targetAfter);
        return (
          <>
            {title ? <span className="mr-2">{title}</span> : null}
            <code className={title ? 'text-ink-3' : ''}>{keyText(row.recordKey)}</code>
          </>
        );
      },
    },
    {
      id: 'what',
      header: 'What',
      width: '13%',
      cell: (row) => <span className="text-ink-2">{changeWords(row)}</span>,
    },
    {
      id: 'why',
      header: 'Why',
      cell: (row) => (
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate">
            <Why row={row} code={!ofIssue} />
          </span>
          <DebugLink row={row} compact />
        </span>
      ),
    },
    {
      id: 'from',
      header: 'Came from',
      width: '124px',
      cell: (row) => {
        const ends = laneOf(row.flowId, row.laneId);
        const [from, to] = row.side === 'left' ? ['left', 'right'] : ['right', 'left'];
        const name = (side: string) => (ends ? ends[side === 'left' ? 'left' : 'right'].connection : side);
        return (
          <span className="inline-flex max-w-full items-center gap-1 align-top text-ink-2">
            <span className="truncate">{name(from ?? '')}</span>
            <ArrowRight aria-label="to" className="size-3 shrink-0 text-ink-3" />
            <span className="truncate">{name(to ?? '')}</span>
          </span>
        );
      },
    },
    {
      id: 'when',
      header: 'When',
      width: whenWidth,
      align: 'right',
      cell: (row) => <ClockTime at={row.commitTime / 1000} className="text-ink-2" />,
    },
  ];
}

/** A line in words, for those who do not see its row. */
function lineName(row: ShownEntry): string {
  return `${row.status}: record ${keyText(row.recordKey)}, ${changeWords(row)}`;
}

/** Entries of the ledger; each opens its record's journey. */
export function RecordTable({
  rows,
  label = 'Records',
  selection,
  ofIssue = null,
}: {
  rows: readonly ShownEntry[];
  label?: string;
  /** Where lines can be ticked. */
  selection?: RecordSelection;
  /** The issue that all are of: the page tells its code, and whether they came from one side. There is more room for why. */
  ofIssue?: { oneWay: boolean } | null;
}) {
  const { slug, path } = useWorkspace();
  const laneOf = useLaneNames(
    slug,
    rows.map((row) => row.flowId),
  );
  const whenWidth = clockWidth(rows.map(({ commitTime }) => commitTime / 1000));
  const plain = useMemo(
    () =>
      columnsWith(laneOf, ofIssue !== null, whenWidth).filter(
        ({ id }) => !(ofIssue?.oneWay && id === 'from'),
      ),
    [laneOf, ofIssue, whenWidth],
  );
  const columns = selection
    ? [selectionColumn(selection, rows, ({ seq }) => seq, lineName), ...plain]
    : plain;
  return (
    <DataTable
      label={label}
      columns={columns}
      linkColumn="status"
      rows={rows}
      rowId={(row) => row.seq}
      rowLabel={lineName}
      href={(row) => path(recordPath(row.laneId, row.recordKey))}
    />
  );
}
