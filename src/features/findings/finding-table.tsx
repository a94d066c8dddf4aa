'use client';

import { useMemo } from 'react';
import type { VerifyReport } from '#core/ledger/verify-report.ts';
import type { Finding } from '#core/operations/finding-selection.ts';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { selectionColumn } from '../bulk/selection-column.tsx';
import type { Ticks } from '../bulk/use-ticks.ts';
import { recordPath } from '../records/record-path.ts';
import { keyText, recordTitle } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { FindingDifference } from './finding-difference.tsx';
import { findingKinds } from './finding-words.ts';

const nameOf = (finding: Finding) => `${findingKinds[finding.kind]}: record ${keyText(finding.recordKey)}`;
const numberOf = ({ number }: Finding) => String(number);

function columnsWith(lanes: VerifyReport['lanes']): Column<Finding>[] {
  const several = lanes.length > 1;
  const laneOf = (laneId: string) => lanes.find((lane) => lane.laneId === laneId);
  return [
    {
      id: 'kind',
      header: 'What',
      width: '108px',
      cell: ({ kind }) => <StatusDot tone="fail">{findingKinds[kind]}</StatusDot>,
    },
    {
      id: 'record',
      header: 'Record',
      width: '30%',
      cell: ({ recordKey, left, right }) => {
        const title = recordTitle(left, right);
        return (
          <>
            {title ? <span className="mr-2">{title}</span> : null}
            <code className={title ? 'text-ink-3' : ''}>{keyText(recordKey)}</code>
          </>
        );
      },
    },
    ...(several
      ? [
          {
            id: 'lane',
            header: 'Mapping',
            width: '22%',
            cell: ({ laneId }: Finding) => (
              <span className="text-ink-2">
                {laneOf(laneId)?.left} and {laneOf(laneId)?.right}
              </span>
            ),
          },
        ]
      : []),
    {
      id: 'difference',
      header: 'What differs',
      cell: (finding) => (
        <FindingDifference
          finding={finding}
          streams={laneOf(finding.laneId) ?? { left: 'the left side', right: 'the right side' }}
        />
      ),
    },
  ];
}

/** What a verify found, one record a row; each opens the record's journey. */
export function FindingTable({
  rows,
  lanes,
  selection,
}: {
  rows: readonly Finding[];
  lanes: VerifyReport['lanes'];
  /** Given to those who may act on what they tick. */
  selection?: Ticks<Finding>;
}) {
  const { path } = useWorkspace();
  const plain = useMemo(() => columnsWith(lanes), [lanes]);
  const columns = selection ? [selectionColumn(selection, rows, numberOf, nameOf), ...plain] : plain;
  return (
    <DataTable
      label="What the verify found"
      columns={columns}
      linkColumn="kind"
      rows={rows}
      rowId={numberOf}
      rowLabel={nameOf}
      href={({ laneId, recordKey }) => path(recordPath(laneId, recordKey))}
    />
  );
}
