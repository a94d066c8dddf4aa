'use client';

import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTRPC } from '#trpc/api-context.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ChannelList } from './channel-list.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { IncidentList } from './incident-list.tsx';
import { RuleList } from './rule-list.tsx';
import { useAlertSummary } from './use-alert-summary.ts';

const tabs = ['now', 'history', 'rules', 'channels', 'deliveries'] as const;

/** What alert rules found, the rules, and who is told. */
export function AlertsPage() {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('now'));
  const summary = useAlertSummary(slug).data;
  const rules = useQuery(trpc.alert.rules.queryOptions({ workspace: slug }));
  const channels = useQuery(trpc.alert.channels.queryOptions({ workspace: slug }));
  return (
    <>
      <PageHeader title="Alerts" />
      <div className="flex min-h-0 flex-1 flex-col bg-surface">
        <Tabs
          label="Alerts"
          value={tab}
          onChange={(next) => void setTab(next)}
          tabs={[
            {
              value: 'now',
              label: 'Firing now',
              count: summary && summary.open + summary.acknowledged,
              content: <IncidentList past={false} />,
            },
            { value: 'history', label: 'History', content: <IncidentList past /> },
            { value: 'rules', label: 'Rules', count: rules.data?.length, content: <RuleList /> },
            { value: 'channels', label: 'Channels', count: channels.data?.length, content: <ChannelList /> },
            { value: 'deliveries', label: 'Deliveries', content: <DeliveryList /> },
          ]}
        />
      </div>
    </>
  );
}
