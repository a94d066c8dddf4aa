import { bulkName } from '#core/operations/bulk-name.ts';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import type { Operation } from './use-operation.ts';

const states: Record<
  Operation['state'],
  { label: string; tone: Tone; pulsing?: boolean; hollow?: boolean; quiet?: boolean }
> = {
  queued: { label: 'Queued', tone: 'neutral', hollow: true },
  running: { label: 'Running', tone: 'accent', pulsing: true },
  paused: { label: 'Paused', tone: 'warn', hollow: true },
  done: { label: 'Done', tone: 'ok', quiet: true },
  failed: { label: 'Failed', tone: 'fail' },
  cancelled: { label: 'Stopped', tone: 'neutral', hollow: true },
};

/** An operation's state in a dot and a word. */
export function OperationState({ state }: { state: Operation['state'] }) {
  const { label, ...look } = states[state];
  return <StatusDot {...look}>{label}</StatusDot>;
}

const operationNames: Record<Exclude<Operation['kind'], 'bulk'>, string> = {
  verify: 'Compare both sides',
  resync: 'Resync a stream',
  match: 'Try how records match',
  'undo-first-sync': 'Undo a first sync',
  trial: 'Try a draft',
  audit: 'Audit the ledger',
  'demo-traffic': 'Make demo changes',
};

/** What an operation does, e.g. `Compare both sides and repair`. */
export function operationName({ kind, input }: Pick<Operation, 'kind' | 'input'>): string {
  if (kind === 'bulk') return bulkName(input);
  return kind === 'verify' && input.repair === true
    ? `${operationNames.verify} and repair`
    : operationNames[kind];
}
