'use client';

import { PageHeader } from '#ui/page-header.tsx';
import { LedgerCard } from '../ledger/ledger-card.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ApiKeys } from './api-keys.tsx';
import { MaskingRules } from './masking-rules.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { SuggestionThresholds } from './suggestion-thresholds.tsx';
import { WorkspaceName } from './workspace-name.tsx';

/** The person's own settings, then the workspace's. */
export function SettingsPage() {
  const { can } = useWorkspace();
  return (
    <>
      <PageHeader title="Settings" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-2xl flex-col gap-4 p-6">
          <Profile />
          <Password />
          <WorkspaceName />
          <LedgerCard flowId={null} />
          <SuggestionThresholds />
          <MaskingRules />
          {can('apiKey.list') ? <ApiKeys /> : null}
        </div>
      </div>
    </>
  );
}
