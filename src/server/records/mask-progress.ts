import type { OperationKind } from '../operations/present-operation.ts';
import { type MaskResult, maskTrial, maskUndo } from './mask-result.ts';
import type { Masker } from './masker.ts';

type Document = Record<string, unknown>;

/**
 * How far an operation is, as the caller may see it. Some kinds tell by it what they have found so far, or the key at
 * which they are.
 */
export function maskProgress(
  masker: Masker,
  kind: OperationKind,
  operation: Parameters<MaskResult>[1],
  progress: Document,
): Document {
  switch (kind) {
    case 'trial': {
      const report = maskTrial(masker, operation, (progress.report ?? {}) as Document);
      return { ...progress, report };
    }
    case 'undo-first-sync':
      return maskUndo(masker, operation, progress) ?? {};
    case 'resync': {
      const lanes = Object.entries((progress.lanes ?? {}) as Record<string, Document>);
      return {
        ...progress,
        lanes: Object.fromEntries(lanes.map(([id, { cursor: _, ...lane }]) => [id, lane])),
      };
    }
    default:
      return progress;
  }
}
