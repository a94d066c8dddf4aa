import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import type { FlowRow } from './use-live-flows.ts';

type Look = { label: string; tone: Tone; hollow?: boolean; pulsing?: boolean };

const phases: Record<FlowRow['phase'], Look> = {
  draft: { label: 'Draft', tone: 'neutral', hollow: true },
  starting: { label: 'Starting', tone: 'accent', pulsing: true },
  'first-sync': { label: 'First sync', tone: 'accent', pulsing: true },
  live: { label: 'Live', tone: 'ok' },
  tripped: { label: 'Stopped by breaker', tone: 'warn' },
  paused: { label: 'Paused', tone: 'neutral', hollow: true },
  failing: { label: 'Failing', tone: 'fail' },
  stopped: { label: 'Not running', tone: 'fail', hollow: true },
  deleting: { label: 'Being deleted', tone: 'warn', pulsing: true },
};

/** A flow's state in a dot and a word. */
export function FlowPhaseDot({ phase }: { phase: FlowRow['phase'] }) {
  const { label, ...look } = phases[phase];
  return <StatusDot {...look}>{label}</StatusDot>;
}
