'use client';

import { useQuery } from '@tanstack/react-query';
import { noOwnPolicy } from '#core/ledger/ledger-policy.ts';
import { bytesText } from '#lib/bytes-text.ts';
import { counted } from '#lib/counted.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Card } from '#ui/card.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { PolicyForm } from './policy-form.tsx';

const count = (value: number) => value.toLocaleString('en');

/** What the ledger holds of a flow, or of the whole workspace, how long it is kept, and what of values. */
export function LedgerCard({ flowId }: { flowId: string | null }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const status = useQuery(trpc.ledger.status.queryOptions({ workspace: slug }, { refetchInterval: 30_000 }));
  const ledger = status.data;
  const flow = ledger?.flows.find((each) => each.flowId === flowId);
  const { lines, bytes } = flow ?? ledger ?? { lines: 0, bytes: 0 };
  const error = errorParts(status.error);
  return (
    <Card
      title="Ledger"
      description={
        flowId === null ? 'For flows that say nothing themselves' : 'The account of every change of this flow'
      }
    >
      {error ? <ErrorNotice error={error} onRetry={() => void status.refetch()} /> : null}
      {ledger ? (
        <div className="flex flex-col gap-3">
          <p className="text-sm text-ink-2">
            {counted(lines, 'entry', 'entries')}, about {bytesText(bytes)}
            {flow && flow.oldest !== null ? (
              <>
                , the oldest from <ClockTime at={flow.oldest / 1000} />
              </>
            ) : null}
            {flow && flow.open > 0 ? `; ${count(flow.open)} held or parked` : ''}
            {flow && flow.removed > 0 ? `; ${count(flow.removed)} removed so far` : ''}.
          </p>
          <PolicyForm
            key={`${flowId} ${JSON.stringify(flow?.own ?? ledger.shared)}`}
            flowId={flowId}
            own={flowId === null ? ledger.shared : (flow?.own ?? noOwnPolicy)}
            shared={ledger.shared}
          />
        </div>
      ) : null}
    </Card>
  );
}
