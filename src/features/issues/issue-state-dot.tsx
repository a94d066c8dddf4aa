import type { IssueState } from '#core/issues/issue.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';

export const issueStates: Record<IssueState, { label: string; tone: Tone; hollow?: boolean }> = {
  open: { label: 'Open', tone: 'fail' },
  snoozed: { label: 'Snoozed', tone: 'warn', hollow: true },
  ignored: { label: 'Ignored', tone: 'neutral', hollow: true },
  resolved: { label: 'Resolved', tone: 'ok' },
};

/** How an issue stands; what a rule decided is no fault, and is not shown as one. */
export function IssueStateDot({ state, kind }: { state: IssueState; kind: 'failure' | 'decision' }) {
  const { label, tone, hollow } = issueStates[state];
  const calm = kind === 'decision' && state === 'open';
  return (
    <StatusDot tone={calm ? 'conflict' : tone} hollow={hollow} quiet={state !== 'open'}>
      {calm ? 'Decided' : label}
    </StatusDot>
  );
}
