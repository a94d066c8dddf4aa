import { z } from 'zod';

/** Roles of a workspace, from the least to the most. Each may do everything that those before it may. */
export const Role = z.enum(['viewer', 'operator', 'editor', 'admin', 'owner']);
export type Role = z.infer<typeof Role>;

/**
 * Every procedure of the API with the least role that may call it.
 * `public` needs nobody signed in; `signed-in` needs a person, of whatever workspace.
 */
export const permissions = {
  'session.whoami': 'public',

  'workspace.create': 'signed-in',
  'workspace.rename': 'admin',

  'member.list': 'viewer',
  'member.invite': 'admin',
  'member.setRole': 'admin',
  'member.remove': 'admin',
  'member.cancelInvitation': 'admin',
  'member.invitation': 'public',
  'member.acceptInvitation': 'signed-in',

  'apiKey.list': 'admin',
  'apiKey.create': 'admin',
  'apiKey.revoke': 'admin',

  'account.setPassword': 'signed-in',

  'connection.list': 'viewer',
  'connection.get': 'viewer',
  'connection.create': 'editor',
  'connection.update': 'editor',
  'connection.delete': 'editor',
  'connection.test': 'operator',
  'connection.testConfig': 'editor',
  'connection.preflight': 'operator',
  'connection.streams': 'viewer',
  // Any row of any table that the connection reaches, mapped or not.
  'connection.sample': 'editor',

  // Looks at the values of any table that the connections reach.
  'mapping.suggestFields': 'editor',
  'mapping.suggestForNode': 'editor',
  'mapping.suggestStreams': 'viewer',
  'mapping.thresholds': 'viewer',
  'mapping.setThresholds': 'admin',

  'masking.list': 'viewer',
  'masking.add': 'admin',
  'masking.remove': 'admin',

  'ledger.status': 'viewer',
  'ledger.previewRetention': 'viewer',
  // What is removed, or never kept, is gone for everybody.
  'ledger.setPolicy': 'admin',

  'table.plan': 'editor',
  'table.create': 'editor',

  'flow.list': 'viewer',
  'flow.get': 'viewer',
  'flow.find': 'viewer',
  'flow.create': 'editor',
  'flow.saveDraft': 'editor',
  'flow.rename': 'editor',
  'flow.validate': 'viewer',
  'code.check': 'viewer',
  'flow.plan': 'viewer',
  'flow.applyGraph': 'editor',
  'flow.deploy': 'editor',
  'flow.pause': 'operator',
  'flow.setContinuousVerify': 'operator',
  'flow.resume': 'operator',
  'flow.versions': 'viewer',
  'flow.version': 'viewer',
  'flow.restore': 'editor',
  'flow.rollBack': 'editor',
  'flow.visit': 'viewer',
  'flow.export': 'viewer',
  'flow.owned': 'viewer',
  'flow.delete': 'editor',
  'flow.status': 'viewer',
  'flow.onStatus': 'viewer',
  'flow.onList': 'viewer',

  'library.list': 'viewer',
  'library.show': 'viewer',
  'library.diff': 'viewer',
  'library.uses': 'viewer',
  'library.sources': 'viewer',
  'library.save': 'editor',
  'library.archive': 'editor',
  'library.moveFlows': 'editor',

  // Runs what the caller writes, and looks at rows of the tables that the connections reach.
  'code.try': 'editor',
  'code.samples': 'editor',
  'code.seen': 'editor',
  'code.laws': 'editor',
  'code.runCases': 'editor',
  'code.debugInput': 'editor',
  'code.eject': 'editor',
  'code.compareEjected': 'editor',

  'template.list': 'viewer',
  'template.create': 'editor',
  'template.update': 'editor',
  'template.delete': 'editor',

  'figures.show': 'viewer',
  'figures.burn': 'viewer',
  'figures.minute': 'viewer',
  'figures.setTarget': 'editor',

  'record.list': 'viewer',
  'record.count': 'viewer',
  'record.journey': 'viewer',
  'record.trace': 'viewer',
  'record.asOf': 'viewer',

  'conflict.list': 'viewer',
  'conflict.counts': 'viewer',
  'bulk.preview': 'operator',
  'bulk.previewRepair': 'operator',
  'bulk.start': 'operator',
  'bulk.results': 'viewer',

  'conflict.decide': 'operator',
  'conflict.similar': 'viewer',
  'conflict.decideSimilar': 'operator',
  'conflict.retry': 'operator',
  // Deploys a version.
  'conflict.makeRule': 'editor',

  'issue.list': 'viewer',
  'issue.show': 'viewer',
  'issue.countOpen': 'viewer',
  'issue.assign': 'operator',
  'issue.snooze': 'operator',
  'issue.ignore': 'operator',
  'issue.resolve': 'operator',
  'issue.reopen': 'operator',
  'issue.note': 'operator',
  'issue.retry': 'operator',

  'breaker.show': 'viewer',
  'breaker.decide': 'operator',

  'drift.list': 'viewer',
  'drift.plan': 'editor',
  'drift.accept': 'editor',
  'drift.ignore': 'operator',

  'home.summary': 'viewer',

  'operation.startVerify': 'operator',
  'operation.startResync': 'operator',
  'operation.startMatch': 'operator',
  'operation.startUndoFirstSync': 'operator',
  'operation.startTrial': 'editor',
  'operation.startAudit': 'operator',
  'operation.startDemoTraffic': 'operator',
  'operation.get': 'viewer',
  'operation.list': 'viewer',
  'operation.findings': 'viewer',
  'operation.cancel': 'operator',
  'operation.pause': 'operator',
  'operation.resume': 'operator',
  'operation.setRate': 'operator',
  'operation.onProgress': 'viewer',

  'activity.list': 'viewer',

  'alert.summary': 'viewer',
  'alert.incidents': 'viewer',
  'alert.acknowledge': 'operator',
  'alert.muteIncident': 'operator',
  'alert.rules': 'viewer',
  'alert.saveRule': 'editor',
  'alert.deleteRule': 'editor',
  'alert.muteRule': 'operator',
  'alert.exportRules': 'viewer',
  'alert.applyRules': 'editor',
  'alert.channels': 'viewer',
  // A channel sends to wherever it says, from where Syncline runs.
  'alert.saveChannel': 'admin',
  'alert.deleteChannel': 'admin',
  'alert.testChannel': 'operator',
  'alert.deliveries': 'viewer',
  'alert.redeliver': 'operator',
} as const satisfies Record<string, Role | 'public' | 'signed-in'>;

/** The dotted path of a procedure of the API. */
export type Permission = keyof typeof permissions;

type PermissionOf<Need> = { [P in Permission]: (typeof permissions)[P] extends Need ? P : never }[Permission];

/** Procedures that belong to a workspace and need a role there. */
export type WorkspacePermission = PermissionOf<Role>;
export type SignedInPermission = PermissionOf<'signed-in'>;
export type PublicPermission = PermissionOf<'public'>;

/** Is this role at least that one? */
export function reaches(role: Role, least: Role): boolean {
  return Role.options.indexOf(role) >= Role.options.indexOf(least);
}

/** May somebody with this role call the procedure? */
export function allows(role: Role, permission: WorkspacePermission): boolean {
  return reaches(role, permissions[permission]);
}
