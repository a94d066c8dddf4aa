import { alertChannelRepository } from './alert-channel-repository.ts';
import { alertDeliveryRepository } from './alert-delivery-repository.ts';
import { alertIncidentRepository } from './alert-incident-repository.ts';
import { alertRuleRepository } from './alert-rule-repository.ts';
import { apiKeyRepository } from './api-key-repository.ts';
import { auditRepository } from './audit-repository.ts';
import { breakerRepository } from './breaker-repository.ts';
import { codeModuleRepository } from './code-module-repository.ts';
import { connectionRepository } from './connection-repository.ts';
import { deploymentRepository } from './deployment-repository.ts';
import { driftRepository } from './drift-repository.ts';
import { flowListQuery } from './flow-list-query.ts';
import { flowRepository } from './flow-repository.ts';
import { invitationRepository } from './invitation-repository.ts';
import { issueRepository } from './issue-repository.ts';
import { ledgerPolicyRepository } from './ledger-policy-repository.ts';
import { maskingRuleRepository } from './masking-rule-repository.ts';
import { memberRepository } from './member-repository.ts';
import { nodeTemplateRepository } from './node-template-repository.ts';
import { operationRepository } from './operation-repository.ts';
import { pendingRepository } from './pending-repository.ts';
import type { Db } from './prisma-client.ts';
import { targetRepository } from './target-repository.ts';
import { versionRepository } from './version-repository.ts';
import { visitRepository } from './visit-repository.ts';
import { workspaceSettingRepository } from './workspace-setting-repository.ts';

/** Everything of one workspace, and of no other. */
export function workspaceStore(db: Db, workspaceId: string) {
  return {
    alertChannels: alertChannelRepository(db, workspaceId),
    alertDeliveries: alertDeliveryRepository(db, workspaceId),
    alertIncidents: alertIncidentRepository(db, workspaceId),
    alertRules: alertRuleRepository(db, workspaceId),
    apiKeys: apiKeyRepository(db, workspaceId),
    audit: auditRepository(db, workspaceId),
    breakers: breakerRepository(db, workspaceId),
    codeModules: codeModuleRepository(db, workspaceId),
    connections: connectionRepository(db, workspaceId),
    deployments: deploymentRepository(db, workspaceId),
    drifts: driftRepository(db, workspaceId),
    flows: flowRepository(db, workspaceId),
    flowList: () => flowListQuery(db, workspaceId),
    invitations: invitationRepository(db, workspaceId),
    issues: issueRepository(db, workspaceId),
    ledgerPolicies: ledgerPolicyRepository(db, workspaceId),
    maskingRules: maskingRuleRepository(db, workspaceId),
    members: memberRepository(db, workspaceId),
    nodeTemplates: nodeTemplateRepository(db, workspaceId),
    operations: operationRepository(db, workspaceId),
    pending: pendingRepository(db, workspaceId),
    settings: workspaceSettingRepository(db, workspaceId),
    targets: targetRepository(db, workspaceId),
    versions: versionRepository(db, workspaceId),
    visits: visitRepository(db, workspaceId),
    async rename(name: string): Promise<void> {
      await db.organization.update({ where: { id: workspaceId }, data: { name } });
    },
  };
}
export type WorkspaceStore = ReturnType<typeof workspaceStore>;
