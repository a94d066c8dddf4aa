'use client';

import { Activity } from 'lucide-react';
import { FirstSyncPanel, isRepairing, syncing } from '#features/flow-editor/panels/first-sync-panel.tsx';
import { FlowError } from '#features/flow-editor/panels/flow-error.tsx';
import { useLive, useSession } from '#features/flow-editor/session/use-session.tsx';
import { LedgerCard } from '#features/ledger/ledger-card.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { BreakerBanners } from './breaker-banner.tsx';
import { DriftCard } from './drift-card.tsx';
import { FiguresSection } from './figures/figures-section.tsx';
import { LaneTable } from './lane-table.tsx';
import { LogWarnings } from './log-warnings.tsx';
import { ResyncButton } from './resync-button.tsx';
import { Retained } from './retained.tsx';
import { VerifyCard } from './verify-card.tsx';

/** How a deployed flow goes: lanes, first sync, figures over time with their records, verify. */
export function MonitorTab() {
  const { id: flowId } = useSession();
  const deployed = useLive((state) => state.status !== null);
  const first = useLive((state) => syncing(state.status?.lanes ?? []).length > 0);
  const repairing = useLive((state) => isRepairing(state.status?.lanes ?? []));
  if (!deployed) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <EmptyState icon={<Activity />} title="Nothing runs yet">
          Once a version is deployed, its lanes, counts and delays appear here.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="flex flex-col gap-4 p-4">
        <FlowError />
        <BreakerBanners />
        <LogWarnings />
        <DriftCard />
        <Card
          flush
          title="Lanes"
          actions={
            <>
              <Retained />
              <ResyncButton />
            </>
          }
        >
          <LaneTable />
        </Card>
        {first ? (
          <Card
            flush
            title={repairing ? 'Repair' : 'First sync'}
            {...(repairing && {
              description:
                'A log was lost. Both sides are compared, and what differs is decided by the rules.',
            })}
          >
            <FirstSyncPanel />
          </Card>
        ) : null}
        <FiguresSection />
        <VerifyCard />
        <LedgerCard flowId={flowId} />
      </div>
    </div>
  );
}
