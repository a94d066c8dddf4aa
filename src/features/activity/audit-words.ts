import { BulkAction, type BulkActionKind } from '#core/operations/bulk-action.ts';

const verbs: Record<string, string> = {
  'workspace.create': 'created the workspace',
  'workspace.rename': 'renamed the workspace to',
  'member.invite': 'invited',
  'member.cancelInvitation': 'took back the invitation of',
  'member.acceptInvitation': 'joined:',
  'member.setRole': 'changed the role of',
  'member.remove': 'removed',
  'apiKey.create': 'created the API key',
  'apiKey.revoke': 'revoked the API key',
  'connection.create': 'added the connection',
  'connection.update': 'changed the connection',
  'connection.delete': 'deleted the connection',
  'table.create': 'ran statements to make streams in',
  'flow.create': 'created the flow',
  'flow.saveDraft': 'saved the draft of the flow',
  'flow.rename': 'renamed the flow to',
  'flow.deploy': 'deployed the flow',
  'flow.apply': 'applied a file to the flow',
  'flow.pause': 'paused the flow',
  'flow.setContinuousVerify': 'switched the continuous verify of',
  'flow.resume': 'resumed the flow',
  'flow.rollBack': 'deployed an older version of the flow again',
  'flow.restore': 'restored an older version of the flow',
  'flow.delete': 'deleted the flow',
  'mapping.decide': 'decided on suggested pairs in the flow',
  'mapping.setThresholds': 'set how sure suggestions must be in',
  'figures.setTarget': 'set the target of',
  'ledger.setPolicy': 'set how the ledger is kept of',
  'ledger.remove': 'removed what was past its time from the ledger of',
  'record.export': 'exported records of',
  'masking.add': 'masked the fields',
  'masking.remove': 'unmasked the fields',
  'library.save': 'saved the module',
  'library.archive': 'archived the module',
  'library.restore': 'brought back the module',
  'library.moveFlows': 'moved drafts to another version of the module',
  'template.create': 'made the template',
  'template.update': 'changed the template',
  'template.delete': 'deleted the template',
  'template.restore': 'brought back the template',
  'drift.found': 'found changed streams in the flow',
  'drift.accept': 'took up a changed stream in the flow',
  'drift.ignore': 'set aside a changed stream of the flow',
  'drift.consider': 'took back up a changed stream of the flow',
  'conflict.decide': 'decided the conflict over',
  'conflict.retry': 'tried again',
  'issue.assign': 'said who looks after the issue',
  'issue.snooze': 'let rest the issue',
  'issue.ignore': 'set aside the issue',
  'issue.resolve': 'resolved the issue',
  'issue.reopen': 'took back up the issue',
  'issue.retry': 'tried again the records of the issue',
  'issue.note': 'wrote a note to the issue',
  'breaker.approve': 'let through what the breaker stopped in',
  'breaker.discard': 'discarded what the breaker stopped in',
  'operation.startVerify': 'compared both sides of',
  'operation.startResync': 'started a resync of',
  'operation.startAudit': 'audited the ledger of',
  'operation.startMatch': 'tried how records match in',
  'operation.startTrial': 'tried a draft of',
  'operation.startUndoFirstSync': 'undid the first sync of',
  'operation.startDemoTraffic': 'started',
  'operation.cancel': 'stopped',
  'operation.pause': 'paused',
  'operation.resume': 'let go on',
  'operation.setRate': 'set the rate of',
  'bulk.start': 'acted on records of',
  'alertRule.create': 'made the alert rule',
  'alertRule.update': 'changed the alert rule',
  'alertRule.delete': 'deleted the alert rule',
  'alertRule.mute': 'muted the alert rule',
  'alertRule.unmute': 'ended the muting of the alert rule',
  'alertChannel.create': 'made the alert channel',
  'alertChannel.update': 'changed the alert channel',
  'alertChannel.delete': 'deleted the alert channel',
  'alertChannel.test': 'tested the alert channel',
  'alert.acknowledge': 'looks after the alert',
  'alert.mute': 'muted the alert',
  'alert.unmute': 'ended the muting of the alert',
  'alert.redeliver': 'delivered an alert again through',
};

const bulkVerbs: Record<BulkActionKind, string> = {
  replay: 'replayed records of',
  revert: 'reverted records of',
  're-decide': 'decided conflicts again of',
  resolve: 'decided held conflicts of',
  repair: 'repaired records of',
  ignore: 'ignored failures of',
};

/** What was done, in words that the target's name follows. An action without words of its own is named as it is. */
export function auditWords(action: string, detail: Record<string, unknown> | null = null): string {
  const bulk = action === 'bulk.start' ? BulkAction.safeParse(detail?.action).data : undefined;
  return bulk ? bulkVerbs[bulk.kind] : (verbs[action] ?? action);
}

const operations: Record<string, string> = {
  verify: 'a comparison of both sides',
  resync: 'a resync',
  match: 'a trial of how records match',
  'undo-first-sync': 'the undoing of a first sync',
  trial: 'the trial of a draft',
  audit: 'an audit of the ledger',
  'demo-traffic': 'the demo’s changes',
  bulk: 'an action on records',
};

/** What it was done to; of operations the log knows their kind alone. */
export function targetWords({ kind, name }: { kind: string; name: string }): string {
  return kind === 'operation' ? (operations[name] ?? name) : name;
}

/** A value as it is said; a text of several words in quotes. */
function said(value: unknown): string {
  if (typeof value === 'number') return value.toLocaleString('en');
  return typeof value === 'string' && value.includes(' ') ? `“${value}”` : String(value);
}

/** What tells machines apart, and says nothing to people. */
const unsaid = new Set(['workspace', 'until', 'trippedAt']);

/** One entry of a detail in words, e.g. `version 3`, `on`; null where it has nothing to say. */
function entryWords([name, value]: [string, unknown]): string | null {
  if (unsaid.has(name) || name.endsWith('Id') || value === null || value === '') return null;
  if (typeof value === 'object') return null;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (name === 'on') return value ? 'on' : 'off';
  if (typeof value === 'boolean') return value ? words : null;
  return `${words} ${said(value)}`;
}

/** The event's detail in short, e.g. `role editor, version 3`; empty for none. */
export function detailWords(detail: Record<string, unknown> | null): string {
  return Object.entries(detail ?? {})
    .map(entryWords)
    .filter((words) => words !== null)
    .join(', ');
}
