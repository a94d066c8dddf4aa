import type { Permission } from '#core/access/permissions.ts';
import { twoTables } from './api-fixture.ts';

/** Stands in everything that belongs to the first workspace, so that a leak shows. */
export const marker = 'belongs-to-the-first';

/** Ids of one of everything in a workspace. */
export type ProcedureIds = {
  slug: string;
  connectionId: string;
  flowId: string;
  pendingId: string;
  issueId: string;
  driftId: string;
  operationId: string;
  ruleId: string;
  channelId: string;
  incidentId: string;
  deliveryId: string;
  memberId: string;
  invitationId: string;
  apiKeyId: string;
  maskingRuleId: string;
  moduleName: string;
  templateId: string;
};

export const markedGraph = twoTables(`${marker} flow`, {
  left: [`${marker} connection`, 'public.a'],
  right: [`${marker} connection`, 'public.b'],
  fields: [['id', 'id']],
});

const streamOfFirst = { connection: `${marker} connection`, stream: 'public.a' };

const recordOf = (flowId: string) => ({ flowId, laneId: `${flowId}:a-map-b`, recordKey: '["1"]' });

/** An input for every procedure: a new procedure without one does not compile. */
export const procedureInputs: Record<Permission, (ids: ProcedureIds) => Record<string, unknown>> = {
  'session.whoami': () => ({}),
  'account.setPassword': () => ({ password: 'short' }),
  'workspace.create': () => ({ name: '' }),
  'workspace.rename': () => ({ name: 'taken over' }),
  'member.list': () => ({}),
  'member.invite': () => ({ email: 'guest@example.test', role: 'viewer' }),
  'member.setRole': ({ memberId }) => ({ memberId, role: 'viewer' }),
  'member.remove': ({ memberId }) => ({ memberId }),
  'member.cancelInvitation': ({ invitationId }) => ({ invitationId }),
  'member.invitation': () => ({ invitationId: 'no such' }),
  'member.acceptInvitation': ({ invitationId }) => ({ invitationId }),
  'apiKey.list': () => ({}),
  'apiKey.create': () => ({ name: 'mine', role: 'viewer' }),
  'apiKey.revoke': ({ apiKeyId }) => ({ id: apiKeyId }),
  'connection.list': () => ({}),
  'connection.get': ({ connectionId }) => ({ id: connectionId }),
  'connection.create': () => ({ name: 'x', connector: 'none such', config: {} }),
  'connection.update': ({ connectionId }) => ({ id: connectionId, name: 'taken over' }),
  'connection.delete': ({ connectionId }) => ({ id: connectionId }),
  'connection.test': ({ connectionId }) => ({ id: connectionId }),
  'connection.testConfig': ({ connectionId }) => ({ id: connectionId, connector: 'postgres', config: {} }),
  'connection.preflight': ({ connectionId }) => ({ id: connectionId }),
  'connection.streams': () => ({ name: `${marker} connection` }),
  'connection.sample': ({ connectionId }) => ({ id: connectionId, stream: 'public.a' }),
  'mapping.suggestFields': () => ({ left: streamOfFirst, right: streamOfFirst }),
  'mapping.suggestForNode': () => ({ graph: markedGraph, nodeId: 'map' }),
  'mapping.suggestStreams': () => ({ left: streamOfFirst.connection, right: 'x' }),
  'mapping.thresholds': () => ({}),
  'mapping.setThresholds': () => ({ accept: 0.9, review: 0.5 }),
  'masking.list': () => ({}),
  'masking.add': () => ({ field: 'email', least: 'admin' }),
  'masking.remove': ({ maskingRuleId }) => ({ id: maskingRuleId }),
  'ledger.status': () => ({}),
  'ledger.previewRetention': ({ flowId }) => ({ flowId, keepDays: 1 }),
  'ledger.setPolicy': ({ flowId }) => ({ flowId, change: { keepDays: 30 } }),
  'table.plan': ({ connectionId: id }) => ({ from: { id }, to: { id } }),
  'table.create': ({ connectionId: id }) => ({ from: { id }, to: { id }, sql: 'CREATE TABLE x (y int)' }),
  'code.check': () => ({ graph: markedGraph, nodeId: 'code' }),
  'flow.list': () => ({}),
  'flow.get': ({ flowId }) => ({ id: flowId }),
  'flow.find': () => ({ name: `${marker} flow` }),
  'flow.create': () => ({ name: '' }),
  'flow.saveDraft': ({ flowId }) => ({ id: flowId, graph: markedGraph, revision: 1 }),
  'flow.rename': ({ flowId }) => ({ id: flowId, name: 'taken over' }),
  'flow.validate': () => ({ graph: markedGraph }),
  'flow.plan': () => ({ graph: { ...markedGraph, name: `${marker} flow` } }),
  'flow.applyGraph': () => ({ graph: { ...markedGraph, name: '' } }),
  'flow.deploy': ({ flowId }) => ({ id: flowId, revision: 1 }),
  'flow.setContinuousVerify': ({ flowId }) => ({ id: flowId, on: true }),
  'flow.pause': ({ flowId }) => ({ id: flowId }),
  'flow.resume': ({ flowId }) => ({ id: flowId }),
  'flow.versions': ({ flowId }) => ({ id: flowId }),
  'flow.version': ({ flowId }) => ({ id: flowId, number: 1 }),
  'flow.restore': ({ flowId }) => ({ id: flowId, number: 1, revision: 1 }),
  'flow.rollBack': ({ flowId }) => ({ id: flowId, number: 1 }),
  'flow.visit': ({ flowId }) => ({ id: flowId, window: 'w' }),
  'flow.export': ({ flowId }) => ({ id: flowId }),
  'flow.owned': ({ flowId }) => ({ id: flowId }),
  'flow.delete': ({ flowId }) => ({ id: flowId, confirm: `${marker} flow` }),
  'flow.status': ({ flowId }) => ({ id: flowId }),
  'flow.onStatus': ({ flowId }) => ({ id: flowId }),
  'flow.onList': () => ({}),
  'library.list': () => ({}),
  'library.show': ({ moduleName: name }) => ({ name }),
  'library.diff': ({ moduleName: name }) => ({ name, from: 1, to: 1 }),
  'library.uses': ({ moduleName: name }) => ({ name }),
  'library.sources': ({ moduleName }) => ({ pins: { [moduleName]: 1 } }),
  'library.save': ({ moduleName: name }) => ({ name, source: 'export const own = 1;', after: 1 }),
  'library.archive': ({ moduleName: name }) => ({ name, archived: true }),
  'library.moveFlows': ({ moduleName: name, flowId: id }) => ({
    name,
    version: 1,
    flows: [{ id, revision: 1 }],
  }),
  'code.try': () => ({ graph: markedGraph, nodeId: 'none', entry: 'transform', inputs: [{ id: '1' }] }),
  'code.samples': () => ({ graph: markedGraph, nodeId: 'none' }),
  'code.seen': () => ({ graph: markedGraph, nodeId: 'map', side: 'left' }),
  'code.laws': () => ({ graph: markedGraph, nodeId: 'none' }),
  'code.runCases': () => ({ graph: markedGraph, nodeId: 'none' }),
  'code.debugInput': ({ flowId }) => recordOf(flowId),
  'template.list': () => ({}),
  'template.create': () => ({ name: '' }),
  'template.update': ({ templateId: id }) => ({ id, version: 1, name: 'taken over' }),
  'template.delete': ({ templateId: id }) => ({ id }),
  'code.eject': () => ({ graph: markedGraph, nodeId: 'none' }),
  'code.compareEjected': () => ({ graph: markedGraph, nodeId: 'none' }),
  'figures.show': ({ flowId }) => ({
    id: flowId,
    from: '2026-01-01T00:00:00Z',
    to: '2026-01-02T00:00:00Z',
  }),
  'figures.burn': ({ flowId }) => ({ id: flowId }),
  'figures.minute': ({ flowId }) => ({ id: flowId, at: '2026-01-01T00:00:00Z' }),
  'figures.setTarget': ({ flowId }) => ({ id: flowId, target: { withinMs: 2000, share: 0.999 } }),
  'record.list': ({ flowId }) => ({ filter: { flowId } }),
  'record.count': ({ flowId }) => ({ filter: { flowId } }),
  'record.journey': ({ flowId }) => recordOf(flowId),
  'record.trace': ({ flowId }) => ({ ...recordOf(flowId), side: 'left', field: 'id' }),
  'record.asOf': ({ flowId }) => recordOf(flowId),
  'conflict.counts': ({ flowId }) => ({ filter: { flowId, conflict: {} } }),
  'conflict.list': ({ flowId }) => ({ flowId }),
  'conflict.decide': ({ pendingId }) => ({ id: pendingId }),
  'conflict.makeRule': ({ operationId }) => ({ operationId }),
  'conflict.similar': ({ pendingId }) => ({ id: pendingId }),
  'conflict.decideSimilar': ({ pendingId }) => ({ id: pendingId, records: 1 }),
  'conflict.retry': ({ pendingId }) => ({ ids: [pendingId] }),
  'issue.list': ({ flowId }) => ({ filter: { flowId } }),
  'issue.show': ({ issueId: id }) => ({ id }),
  'issue.countOpen': () => ({}),
  'issue.assign': ({ issueId: id }) => ({ id, userId: null }),
  'issue.snooze': ({ issueId: id }) => ({ id, times: 5 }),
  'issue.ignore': ({ issueId: id }) => ({ id, reason: 'known' }),
  'issue.resolve': ({ issueId: id }) => ({ id }),
  'issue.reopen': ({ issueId: id }) => ({ id }),
  'issue.retry': ({ issueId: id }) => ({ id }),
  'issue.note': ({ issueId: id }) => ({ id, text: 'taken over' }),
  'bulk.preview': ({ flowId }) => ({ filter: { flowId }, action: { kind: 'replay' } }),
  'bulk.previewRepair': ({ operationId }) => ({
    filter: { verifyId: operationId },
    action: { kind: 'repair' },
  }),
  'bulk.start': ({ operationId }) => ({ previewId: operationId, records: 1 }),
  'bulk.results': ({ operationId }) => ({ id: operationId }),
  'breaker.show': ({ flowId }) => ({ id: flowId }),
  'breaker.decide': ({ flowId }) => ({
    id: flowId,
    laneId: `${flowId}:a-map-b`,
    side: 'left',
    trippedAt: 1,
    until: '1',
    verdict: 'approve',
  }),
  'drift.list': ({ flowId }) => ({ flowId }),
  'drift.plan': ({ driftId }) => ({ id: driftId }),
  'drift.accept': ({ driftId }) => ({ id: driftId }),
  'drift.ignore': ({ driftId }) => ({ id: driftId }),
  'home.summary': () => ({}),
  'operation.startResync': ({ flowId }) => ({ flowId, stream: 'public.a' }),
  'operation.startVerify': ({ flowId }) => ({ flowId }),
  'operation.startUndoFirstSync': ({ flowId }) => ({ flowId, mapping: 'map' }),
  'operation.startMatch': ({ flowId }) => ({ flowId, mapping: 'map' }),
  'operation.startTrial': ({ flowId }) => ({ flowId, span: { kind: 'past', seconds: 60 } }),
  'operation.startAudit': ({ flowId }) => ({ flowId }),
  'operation.startDemoTraffic': () => ({}),
  'operation.get': ({ operationId }) => ({ id: operationId }),
  'operation.list': () => ({}),
  'operation.findings': ({ operationId }) => ({ filter: { verifyId: operationId } }),
  'operation.pause': ({ operationId }) => ({ id: operationId }),
  'operation.resume': ({ operationId }) => ({ id: operationId }),
  'operation.setRate': ({ operationId }) => ({ id: operationId, rate: 10 }),
  'operation.cancel': ({ operationId }) => ({ id: operationId }),
  'operation.onProgress': ({ operationId }) => ({ id: operationId }),
  'activity.list': () => ({}),
  'alert.summary': () => ({}),
  'alert.incidents': ({ flowId }) => ({ filter: { flowId } }),
  'alert.acknowledge': ({ incidentId }) => ({ id: incidentId }),
  'alert.muteIncident': ({ incidentId }) => ({ id: incidentId, minutes: 10 }),
  'alert.rules': () => ({}),
  'alert.saveRule': ({ ruleId }) => ({ ...alertRule, id: ruleId }),
  'alert.deleteRule': ({ ruleId }) => ({ id: ruleId }),
  'alert.muteRule': ({ ruleId }) => ({ id: ruleId, minutes: 10 }),
  'alert.exportRules': () => ({}),
  'alert.applyRules': () => ({
    file: { formatVersion: 1, rules: [{ ...alertRule, channels: [`${marker} channel`] }] },
  }),
  'alert.channels': () => ({}),
  'alert.saveChannel': ({ channelId }) => ({ id: channelId, name: 'x', kind: 'slack', settings: {} }),
  'alert.deleteChannel': ({ channelId }) => ({ id: channelId }),
  'alert.testChannel': ({ channelId }) => ({ id: channelId }),
  'alert.deliveries': ({ channelId }) => ({ filter: { channelId } }),
  'alert.redeliver': ({ deliveryId }) => ({ id: deliveryId }),
};

const alertRule = { name: 'taken over', condition: { kind: 'breaker' }, severity: 'info' };
