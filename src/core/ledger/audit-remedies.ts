import type { AuditFault } from './audit-report.ts';

/** What somebody does about each thing that an audit finds. */
export const auditRemedies: Record<AuditFault, string> = {
  'line-changed':
    'Take what the line says as untrue: look the record up in a backup of the store from after it was written, and find out who can write to the store.',
  'line-removed':
    'Look the line up in a backup of the store from after it was written. What Syncline removes itself is told as a removal.',
  'line-inserted': 'Take what the line says as untrue: Syncline did not write it there.',
  'block-changed':
    'Nothing proves the lines of the block any more: compare them, and the block, with a backup of the store.',
  'block-removed':
    'Nothing proves the lines of the block any more: restore ledger_block from a backup of the store, and audit again.',
  'block-forged':
    'Take its lines as untrue. If the secret key of the installation was replaced since, audit with the one from before.',
  'chain-cut':
    'Lines may be missing at the end: compare the head with a saved anchor, and the lines with a backup of the store.',
  'shape-changed':
    'Restore ledger_shape from a backup of the store: until then compact lines of that version show wrong names or values.',
  'anchor-missed':
    'What the chain held when the anchor was saved is not there as it was: compare with a backup of the store from that time.',
};
