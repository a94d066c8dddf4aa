import type { PairTransform, Transform } from './transform.ts';

/** What a pair's values go through, in words; null where they go through nothing. */
export function describeTransform({ forward, backward }: PairTransform): string | null {
  const ways = [
    ...(forward ? [`to the right, ${describeSteps(forward)}`] : []),
    ...(backward ? [`to the left, ${describeSteps(backward)}`] : []),
  ];
  return ways.length === 0 ? null : ways.join('; ');
}

/** Steps in their order, in words, e.g. `trim, then lower case`. */
function describeSteps(steps: readonly Transform[]): string {
  return steps.length === 0 ? 'as it is' : steps.map(describeStep).join(', then ');
}

/** One step in words, e.g. `split at ","`. */
export function describeStep(step: Transform): string {
  switch (step.kind) {
    case 'constant':
      return step.value === null ? 'always empty' : `always ${quote(step.value)}`;
    case 'default':
      return `${quote(step.value)} where it is empty`;
    case 'trim':
      return `trim${step.where === 'both' ? '' : ` at the ${step.where}`}${step.inner ? ', single blanks' : ''}`;
    case 'case':
      return `${step.to} case`;
    case 'split':
      return `split at ${quote(step.separator)}${step.part === undefined ? '' : `, part ${step.part}`}`;
    case 'join':
      return `join with ${quote(step.separator)}${step.empty === 'skip' ? ', without empty parts' : ''}`;
    case 'template':
      return `template ${quote(step.text)}`;
    case 'lookup':
      return `look up in ${step.entries.length} values, else ${describeUnmatched(step.unmatched)}`;
    case 'read-number':
      return 'read the number';
    case 'format-number':
      return `write the number${step.digits === undefined ? '' : ` with ${step.digits} digits`}`;
    case 'read-date':
      return `read the ${step.to} as ${step.format}`;
    case 'format-date':
      return `write the date as ${step.format}`;
    case 'phone':
      return `phone number${step.country ? ` (${step.country})` : ''}`;
    case 'email':
      return 'e-mail address';
    case 'empty':
      return `absent ${step.absent}, null ${step.null}, empty ${step.empty}, blank ${step.blank}`;
    case 'scale':
      return describeScale(step);
    case 'unit':
      return `${step.from} to ${step.to}`;
    case 'path':
      return `the ${step.as} at ${step.path.join('.')}`;
    case 'nest':
      return `a document with it at ${step.path.join('.')}`;
    case 'expression':
      return `= ${step.text}`;
  }
}

function describeUnmatched(unmatched: 'fail' | 'keep' | { default: string | null }): string {
  if (typeof unmatched === 'string') return unmatched;
  return unmatched.default === null ? 'empty' : quote(unmatched.default);
}

function describeScale(step: Extract<Transform, { kind: 'scale' }>): string {
  const parts = [
    ...(step.before === '0' ? [] : [`plus ${step.before}`]),
    ...(step.factor === '1' ? [] : [`times ${step.factor}`]),
    ...(step.divisor === '1' ? [] : [`divided by ${step.divisor}`]),
    ...(step.after === '0' ? [] : [`plus ${step.after}`]),
    ...(step.digits === undefined ? [] : [`rounded to ${step.digits} digits`]),
  ];
  return parts.length === 0 ? 'as it is' : parts.join(', ');
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
