'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { PageHeader } from '#ui/page-header.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { AuditLedgerButton } from './audit-ledger-button.tsx';
import { AuditList } from './audit-list.tsx';
import { OperationList } from './operation-list.tsx';

const tabs = ['operations', 'people'] as const;

/** What the workspace's people did, and the long work that was asked for. */
export function ActivityPage() {
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('operations'));
  return (
    <>
      <PageHeader title="Activity" actions={<AuditLedgerButton />} />
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        <Tabs
          label="Kinds of activity"
          value={tab}
          onChange={(next) => void setTab(next)}
          tabs={[
            { value: 'operations', label: 'Operations', content: <OperationList /> },
            { value: 'people', label: 'Who did what', content: <AuditList /> },
          ]}
        />
      </div>
    </>
  );
}
