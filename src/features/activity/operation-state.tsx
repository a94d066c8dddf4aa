import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import type { Operation } from './use-operation.ts';

const states: Record<
  Operation['state'],
  { label: string; tone: Tone; pulsing?: boolean; hollow?: boolean; quiet?: boolean }
> = {
  queued: { label: 'Queued', tone: 'neutral', hollow: true },
  running: { label: 'Running', tone: 'accent', pulsing: true },
  done: { label: 'Done', tone: 'ok', quiet: true },
  failed: { label: 'Failed', tone: 'fail' },
  cancelled: { label: 'Stopped', tone: 'neutral', hollow: true },
};

/** An operation's state in a dot and a word. */
export function OperationState({ state }: { state: Operation['state'] }) {
  const { label, ...look } = states[state];
  return <StatusDot {...look}>{label}</StatusDot>;
}

export const operationNames: Record<Operation['kind'], string> = {
  verify: 'Compare both sides',
  resync: 'Meet a stream anew',
  'demo-traffic': 'Make demo changes',
};
