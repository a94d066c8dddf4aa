import { z } from 'zod';
import { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';
import { maskError } from '../records/mask-error.ts';
import { maskProgress } from '../records/mask-progress.ts';
import {
  type MaskResult,
  maskAudit,
  maskMatch,
  maskTrial,
  maskUndo,
  maskVerify,
  noValues,
} from '../records/mask-result.ts';
import type { Masker } from '../records/masker.ts';

export const OperationState = z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']);
export type OperationState = z.infer<typeof OperationState>;

export const OperationKind = z.enum([
  'verify',
  'resync',
  'match',
  'undo-first-sync',
  'trial',
  'audit',
  'demo-traffic',
  'bulk',
]);
export type OperationKind = z.infer<typeof OperationKind>;

const StoredError = z.object({ code: ErrorCode, message: z.string() });

/** An operation as its pages see it. */
export type OperationView = {
  id: string;
  kind: OperationKind;
  flowId: string | null;
  state: OperationState;
  input: Record<string, unknown>;
  /** As the operation's kind has it. */
  progress: Record<string, unknown> | null;
  /** As the operation's kind has it, e.g. core's `VerifyReport`. */
  result: Record<string, unknown> | null;
  error: { code: ErrorCode; message: string; remedy: string } | null;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelAsked: boolean;
  pauseAsked: boolean;
  /** Records a second at most; null: as fast as it goes. */
  rate: number | null;
};

export type StoredOperation = NonNullable<Awaited<ReturnType<WorkspaceStore['operations']['find']>>>;

export function presentOperation(stored: StoredOperation, masker: Masker): OperationView {
  const { id, flowId, createdBy, createdAt, startedAt, finishedAt, cancelAsked, pauseAsked, rate } = stored;
  const given = objectOf(stored.input) ?? {};
  const kind = OperationKind.parse(stored.kind);
  const progress = objectOf(stored.progress);
  const result = objectOf(stored.result);
  const of = { flowId: flowId ?? '', input: given };
  const error = StoredError.safeParse(stored.error);
  return {
    id,
    kind,
    flowId,
    state: OperationState.parse(stored.state),
    input: shownInput(given, kind, masker),
    progress: masker.visible && progress ? maskProgress(masker, kind, of, progress) : progress,
    result: masker.visible && result ? masks[kind](masker, of, result) : result,
    error: error.success
      ? { ...maskError(masker, flowId, error.data), remedy: errorPolicy[error.data.code].remedy }
      : null,
    createdBy,
    createdAt,
    startedAt,
    finishedAt,
    cancelAsked,
    pauseAsked,
    rate,
  };
}

/** What was asked for: the lanes that a survey of matches or a trial reads are for the runner, and so is how a selection is read. */
function shownInput(
  { lane: _, lanes: __, selection: ___, asked, ...input }: Record<string, unknown>,
  kind: OperationKind,
  { visible }: Masker,
): Record<string, unknown> {
  const shown = asked ? { ...input, asked: visible ? withoutValues(asked) : asked } : input;
  // A stream is met anew between two keys.
  return visible && kind === 'resync' ? { ...shown, from: null, to: null } : shown;
}

/** A filter without what may quote a value. */
function withoutValues(asked: unknown): object {
  const { text: _, recordKey: __, ...rest } = objectOf(asked) ?? {};
  return rest;
}

/** What hides masked values in an operation's result. */
const masks: Record<OperationKind, MaskResult> = {
  verify: maskVerify,
  match: maskMatch,
  'undo-first-sync': maskUndo,
  trial: maskTrial,
  audit: maskAudit,
  resync: noValues,
  bulk: noValues,
  'demo-traffic': noValues,
};

/** Has it ended, one way or another? */
export function hasEnded(state: OperationState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

function objectOf(json: unknown): Record<string, unknown> | null {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? { ...json } : null;
}
