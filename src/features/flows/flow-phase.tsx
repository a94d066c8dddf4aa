'use client';

import type { ApiOutput } from '#trpc/api-types.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';

export type Phase = ApiOutput['flow']['list'][number]['phase'];

const phases: Record<Phase, { tone: Tone; text: string; hollow?: boolean; pulsing?: boolean }> = {
  draft: { tone: 'neutral', text: 'Draft', hollow: true },
  starting: { tone: 'accent', text: 'Starting', pulsing: true },
  'first-sync': { tone: 'accent', text: 'First sync', pulsing: true },
  live: { tone: 'ok', text: 'Live' },
  paused: { tone: 'neutral', text: 'Paused', hollow: true },
  failing: { tone: 'fail', text: 'Failing' },
  stopped: { tone: 'fail', text: 'Stopped' },
  deleting: { tone: 'warn', text: 'Being deleted', pulsing: true },
};

/** A flow's state in one word with its dot. */
export function FlowPhase({ phase }: { phase: Phase }) {
  const { tone, text, hollow, pulsing } = phases[phase];
  return (
    <StatusDot tone={tone} hollow={hollow} pulsing={pulsing}>
      {text}
    </StatusDot>
  );
}
