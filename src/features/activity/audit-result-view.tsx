'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { auditRemedies } from '#core/ledger/audit-remedies.ts';
import { AuditReport } from '#core/ledger/audit-report.ts';
import { counted } from '#lib/counted.ts';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { recordPath } from '../records/record-path.ts';
import { keyText } from '../records/record-title.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { auditedWords } from './audited-words.ts';

const count = (number: number) => number.toLocaleString('en');

/** What an audit of the ledger came to: where each chain stands, what was removed, and what is not as it was written. */
export function AuditResultView({ result }: { result: unknown }) {
  const parsed = AuditReport.safeParse(result);
  if (!parsed.success) return null;
  const report = parsed.data;
  return (
    <>
      <p className="flex items-center gap-2 text-base font-medium">
        {report.holds ? (
          <CircleCheck aria-hidden className="size-4 text-ok" />
        ) : (
          <TriangleAlert aria-hidden className="size-4 text-fail" />
        )}
        {auditedWords(report)}.
      </p>
      {report.findings.length > 0 ? <Findings report={report} /> : null}
      <Heads report={report} />
      <Removals report={report} />
    </>
  );
}

function Findings({ report: { findings, found } }: { report: AuditReport }) {
  const { path } = useWorkspace();
  return (
    <Card flush title="Not as it was written">
      <ul aria-label="Findings">
        {findings.slice(0, 200).map(({ laneId, fault, block, seq, recordKey, at, detail }) => (
          <li
            key={`${laneId} ${fault} ${block} ${seq}`}
            className="border-b border-line px-4 py-2 last:border-b-0"
          >
            <code className="mr-2 text-fail">{fault}</code>
            {detail}
            <span className="block text-ink-2">{auditRemedies[fault]}</span>
            <span className="block text-sm text-ink-3">
              {laneId}
              {block === null ? '' : `, block ${block}`}
              {seq === null ? '' : `, line ${seq}`}
              {recordKey === null ? null : (
                <>
                  , record{' '}
                  <Link href={path(recordPath(laneId, recordKey))} className="text-accent hover:underline">
                    {keyText(recordKey)}
                  </Link>
                </>
              )}
              {at === null ? null : (
                <>
                  , written <ClockTime at={at / 1000} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {found > 200 ? <p className="px-4 py-2 text-ink-3">and {count(found - 200)} more</p> : null}
    </Card>
  );
}

function Heads({ report: { lanes } }: { report: AuditReport }) {
  return (
    <Card
      flush
      title="Where each chain stands"
      description="Kept elsewhere, these prove later that nothing was cut off."
    >
      <ul aria-label="Chains">
        {lanes.map(({ laneId, lines, earlier, head }) => (
          <li key={laneId} className="border-b border-line px-4 py-2 last:border-b-0">
            {laneId}
            <span className="block text-sm text-ink-3">
              {counted(lines, 'line')} proven
              {earlier > 0 ? `, ${count(earlier)} from before the chain began` : ''}, block{' '}
              {count(head.number)}
            </span>
            <code className="block text-sm break-all">{head.hash}</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Removals({ report: { lanes } }: { report: AuditReport }) {
  const removals = lanes.flatMap(({ laneId, removals: of }) => of.map((removal) => ({ laneId, ...removal })));
  if (removals.length === 0) return null;
  return (
    <Card flush title="Removed, as the chains tell">
      <ul aria-label="Removals">
        {removals
          .slice(-100)
          .toReversed()
          .map(({ laneId, at, by, reason, lines }) => (
            <li key={`${laneId} ${at} ${lines}`} className="border-b border-line px-4 py-2 last:border-b-0">
              {counted(lines, 'line')} of {laneId}, by {by}
              <span className="block text-sm text-ink-3">
                <ClockTime at={at / 1000} />, {reason}
              </span>
            </li>
          ))}
      </ul>
    </Card>
  );
}
