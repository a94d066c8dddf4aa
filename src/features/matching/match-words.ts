import type { MatchReport } from '#core/matching/match-report.ts';

const steps: Record<string, string> = {
  left: 'records of the left side read',
  right: 'records of the right side read',
  meeting: 'linked records compared',
};

/** How far a dry run is, e.g. `12,000 records of the left side read`. */
export function matchProgressWords(progress: Record<string, unknown> | null): string {
  const step = steps[String(progress?.step)];
  return step && typeof progress?.checked === 'number'
    ? `${progress.checked.toLocaleString('en')} ${step}`
    : 'Waits for a runner.';
}

/** What the dry run comes to, in a sentence. */
export function matchVerdict({ meeting, ambiguous }: MatchReport): { tone: 'ok' | 'warn'; words: string } {
  const waits = ambiguous.left + ambiguous.right;
  const linked = `${meeting.compared.toLocaleString('en')} would be linked`;
  if (waits + meeting.refused + meeting.held === 0)
    return { tone: 'ok', words: `${linked}, and none would wait.` };
  const parts = [
    ...(waits > 0 ? [`${waits.toLocaleString('en')} would wait, since several go by one name`] : []),
    ...(meeting.refused > 0 ? [`${meeting.refused.toLocaleString('en')} do not fit the other side`] : []),
    ...(meeting.held > 0 ? [`${meeting.held.toLocaleString('en')} would be held for a person`] : []),
  ];
  return { tone: 'warn', words: `${linked}; ${parts.join('; ')}.` };
}

/** What becomes of records that find no other one. */
export const aloneWords = {
  create: 'created on the other side',
  ignore: 'left as they are',
  delete: 'deleted',
} as const;
