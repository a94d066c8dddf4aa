import { describeRule } from '../flow/describe-rule.ts';
import type { ReDecide } from './bulk-action.ts';

const deletesWords = {
  update: 'a changed record stays though the other side deleted it',
  delete: 'a deleted record goes though the other side changed it',
  hold: 'a person decides on deletes against changes',
};

/** The rules of a re-decision in words, e.g. `newest wins (left at a tie); email: left wins`. */
export function describeRules({ rule, fields = {}, deletes }: ReDecide): string {
  return [
    rule ? describeRule(rule) : '',
    ...Object.entries(fields).map(([name, own]) => `${name}: ${describeRule(own)}`),
    deletes ? deletesWords[deletes] : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}
