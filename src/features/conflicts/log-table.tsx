'use client';

import { useMemo } from 'react';
import type { ShownEntry, ShownVerdict } from '#core/masking/shown-entry.ts';
import { classNames } from '#lib/class-names.ts';
import { ClockTime } from '#ui/clock-time.tsx';
import { clockWidth } from '#ui/clock-width.ts';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { selectionColumn } from '../bulk/selection-column.tsx';
import type { RecordSelection } from '../bulk/use-record-selection.ts';
import type { LaneEnds } from '../records/lane-ends.ts';
import { keyText, recordTitle } from '../records/record-title.ts';
import { useLaneNames } from '../records/use-lane-names.ts';
import { ValueText } from '../records/value-text.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { deciderWords, fieldWords } from './verdict-words.ts';

/** The field that a line is about first: the one that is filtered for, or else the first. */
function leading(row: ShownEntry, field: string | null): ShownVerdict | undefined {
  const fields = row.conflict?.fields ?? [];
  return fields.find(({ left }) => left === field) ?? fields[0];
}

function Candidate({
  row,
  verdict,
  side,
}: {
  row: ShownEntry;
  verdict: ShownVerdict;
  side: 'left' | 'right';
}) {
  const won = verdict.winner === side;
  const merged = verdict.winner === 'merged';
  const rows = row.conflict?.[side];
  if (verdict.left === '*') {
    return <span className={won ? 'font-medium' : 'text-ink-3'}>{rows ? 'changed' : 'deleted'}</span>;
  }
  return (
    <ValueText
      value={rows?.[verdict[side]]}
      struck={!won && !merged}
      className={classNames(won ? 'font-medium text-ink' : merged ? 'text-ink-2' : 'text-ink-3')}
    />
  );
}

const titleOf = ({ conflict }: ShownEntry) => recordTitle(conflict?.left, conflict?.right, conflict?.base);

const record: Column<ShownEntry> = {
  id: 'record',
  header: 'Record',
  width: '16%',
  cell: (row) => {
    const title = titleOf(row);
    return (
      <>
        {title ? `${title} ` : null}
        <code className={title ? 'ml-1 text-ink-3' : ''}>{keyText(row.recordKey)}</code>
      </>
    );
  },
};

type LaneNames = (flowId: string, laneId: string) => LaneEnds | null;

function columnsWith(field: string | null, laneOf: LaneNames, whenWidth: string): Column<ShownEntry>[] {
  const side = (name: 'left' | 'right'): Column<ShownEntry> => ({
    id: name,
    header: (
      <span className={name === 'left' ? 'text-side-left' : 'text-side-right'}>
        {name === 'left' ? 'Left side' : 'Right side'}
      </span>
    ),
    head: name === 'left' ? 'Left' : 'Right',
    width: '10%',
    cell: (row) => {
      const verdict = leading(row, field);
      const connection = laneOf(row.flowId, row.laneId)?.[name].connection;
      return verdict ? (
        <span title={connection}>
          <Candidate row={row} verdict={verdict} side={name} />
        </span>
      ) : null;
    },
  });
  return [
    record,
    {
      id: 'field',
      header: 'Field',
      width: '10%',
      cell: (row) => {
        const more = (row.conflict?.fields.length ?? 1) - 1;
        return (
          <>
            <span className="font-medium">{fieldWords(leading(row, field)?.left ?? '')}</span>
            {more > 0 ? <span className="text-ink-3"> and {more} more</span> : null}
          </>
        );
      },
    },
    {
      id: 'base',
      header: 'Before',
      width: '9%',
      cell: (row) => {
        const verdict = leading(row, field);
        return verdict && verdict.left !== '*' ? (
          <ValueText value={row.conflict?.base?.[verdict.left]} className="text-ink-3" />
        ) : null;
      },
    },
    side('left'),
    side('right'),
    {
      id: 'rule',
      header: 'Decided by',
      width: '11%',
      cell: (row) => {
        const verdict = leading(row, field);
        const version = row.conflict?.version;
        return verdict ? (
          <>
            {deciderWords(verdict)}
            {version === undefined ? null : <span className="text-ink-3"> v{version}</span>}
          </>
        ) : null;
      },
    },
    {
      id: 'why',
      header: 'Why it won',
      cell: (row) => <span className="text-ink-2">{leading(row, field)?.why}</span>,
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

/** Decided conflicts, one a row; each opens what was decided of it. */
export function LogTable({
  rows,
  field,
  openSeq,
  onOpen,
  selection,
}: {
  rows: readonly ShownEntry[];
  /** The field that the log is narrowed to. */
  field: string | null;
  openSeq: string | null;
  onOpen: (row: ShownEntry) => void;
  /** Given to those who may act on what they tick. */
  selection?: RecordSelection;
}) {
  const { slug } = useWorkspace();
  const laneOf = useLaneNames(
    slug,
    rows.map((row) => row.flowId),
  );
  const whenWidth = clockWidth(rows.map(({ commitTime }) => commitTime / 1000));
  const plain = useMemo(() => columnsWith(field, laneOf, whenWidth), [field, laneOf, whenWidth]);
  const name = (row: ShownEntry) =>
    `${[titleOf(row), keyText(row.recordKey)].filter(Boolean).join(' ')}: conflict over ${fieldWords(leading(row, field)?.left ?? '')}`;
  const columns = selection ? [selectionColumn(selection, rows, ({ seq }) => seq, name), ...plain] : plain;
  return (
    <DataTable
      label="Decided conflicts"
      columns={columns}
      rows={rows}
      rowId={(row) => row.seq}
      rowLabel={name}
      linkColumn="record"
      selectedId={openSeq}
      onOpen={onOpen}
    />
  );
}
