import { errorMeanings } from '../errors/codes.ts';
import { errorPolicy } from '../errors/policy.ts';
import type { IssueCause } from './issue-cause.ts';

/** What the sides are called where the issue is shown. */
export type SideNames = { left: string; right: string };

/** What failed and where, in short: the words by which one issue is told from the next. */
export function issueTitle({ kind, code, field, constraint, rule }: IssueCause): string {
  if (kind === 'decision') return `Conflicts decided by the rule “${rule}”`;
  const meaning = errorMeanings[code].replace(/\.$/, '');
  if (constraint) return `${meaning}: ${constraint}`;
  return field ? `${meaning}: ${field}` : meaning;
}

/** One sentence: which way the records were going, and what kept them from it. */
export function issueSentence(cause: IssueCause, names: SideNames): string {
  const { kind, to, field, constraint, node, rule } = cause;
  if (kind === 'decision') {
    const loser = to ? `, always against ${names[to]}` : '';
    return `Both sides had changed these records, and the rule “${rule}” decided which values stand${loser}.`;
  }
  const where = to ? ` on the way to ${names[to]}` : '';
  if (constraint) return `These records were refused${where} by its constraint ${constraint}.`;
  if (field && node) return `Values of these records do not fit the field ${field}${where}.`;
  if (field) return `These records were refused${where} because of the field ${field}.`;
  return `These records did not arrive${where}. ${errorMeanings[cause.code]}`;
}

/** What to do about it. */
export function issueRemedy({ kind, code }: IssueCause): string {
  if (kind === 'decision') {
    return 'Nothing to do while the rule is right. If the other values should have won, decide these conflicts again with another rule, and make it the flow’s.';
  }
  return errorPolicy[code].remedy;
}
