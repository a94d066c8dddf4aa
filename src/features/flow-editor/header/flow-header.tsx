'use client';

import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import type { ApiOutput } from '#trpc/api-types.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { OthersHere } from '../merge/others-here.tsx';
import { DeployButton } from './deploy-button.tsx';
import { FlowMenu } from './flow-menu.tsx';
import { FlowState } from './flow-state.tsx';
import { FlowTabs } from './flow-tabs.tsx';
import { SaveIndicator } from './save-indicator.tsx';

/** The bar over every tab of a flow. */
export function FlowHeader({ flow }: { flow: ApiOutput['flow']['get'] }) {
  const { path, can } = useWorkspace();
  return (
    <PageHeader
      crumbs={[{ label: 'Flows', href: path('/flows') }]}
      title={flow.name}
      status={<FlowState desired={flow.desired} />}
      middle={<FlowTabs flowId={flow.id} />}
      actions={
        <>
          <OthersHere />
          {can('flow.saveDraft') ? <SaveIndicator /> : null}
          <FlowMenu flow={flow} />
          {can('flow.deploy') ? <DeployButton flow={flow} /> : null}
        </>
      }
    />
  );
}
