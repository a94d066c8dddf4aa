import type { BulkAction, BulkActionKind } from './bulk-action.ts';
import { describeRules } from './describe-rules.ts';

/** What a button or a menu calls an action; a number of records follows. */
export const actionVerbs: Record<BulkActionKind, string> = {
  replay: 'Replay',
  revert: 'Revert',
  're-decide': 'Decide again',
  resolve: 'Resolve',
  repair: 'Repair',
  ignore: 'Ignore',
};

const sides = { both: 'both sides', left: 'the left side', right: 'the right side' };

/** What an action will do, in a sentence or two for the person who is about to confirm it. */
export function describeAction(action: BulkAction): string {
  switch (action.kind) {
    case 'replay':
      return action.from === 'source'
        ? 'What the side that a record’s newest line came from holds now is carried to the other side, by the mapping, filters and links of the deployed version. A record that is parked is tried again; one that waits for a person keeps waiting.'
        : 'The values that a record’s newest line says are put through the mapping of the deployed version and written to the other side, where it still holds what the last line about it says.';
    case 'revert':
      return `The values before these lines are put back on ${sides[action.sides]}, where what they left still stands. Everything else stays as it is, and is listed.`;
    case 're-decide':
      return `The conflicts are decided again: ${describeRules(action)}. It comes to what these rules would have come to at the time, and both sides are written where what the first decision left still stands.`;
    case 'resolve':
      if (typeof action.decision === 'object') {
        return 'Each of these held conflicts is decided as one of them was, where it still waits over the same.';
      }
      return action.decision === 'newest'
        ? 'Each held conflict is decided for the side that changed last.'
        : `Each held conflict is decided for the ${action.decision} side.`;
    case 'repair':
      return action.by === 'rules'
        ? 'What still differs is decided by the rules of the deployed version and written to either side; what the rules leave to a person is held. What agrees by now is left alone.'
        : `What still differs becomes what the ${action.by} side holds, where the mapping carries that to the other side; a record that the ${action.by} side lacks goes. What agrees by now is left alone.`;
    case 'ignore':
      return 'Failed and parked lines are marked as ignored, and parked records are let go: both sides stay as they are, and later changes are carried as ever.';
  }
}
