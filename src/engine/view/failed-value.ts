import { SyncError } from '#core/errors/sync-error.ts';
import type { CodeFailure } from '#core/ports/code-runner.ts';
import type { Row, Value } from '#core/values/value.ts';

/** Why code could not make a row, and which. */
export type CodeRefusal = CodeFailure & { nodeId: string };

/** Why a row could not be made: by code, or by the mapping before it. */
export type Refusal = CodeRefusal | Pick<SyncError, 'code' | 'message' | 'detail' | 'at'>;

/**
 * What stands in every field of a row that code failed for: it goes where a value goes, and whoever would
 * carry it fails with the reason. The private-use character keeps it apart from what systems hold.
 */
const MARK = '\u{e000}syncline could not make this value: ';

/** @param row as the system has it: what the ledger shows of the record. */
export function failedValue(refusal: Refusal, row: Row): string {
  return MARK + JSON.stringify({ refusal, row });
}

/** Is it one that code could not make? */
export function isFailed(value: Value | undefined): value is string {
  return typeof value === 'string' && value.startsWith(MARK);
}

/** The row for which it could not be made. */
export function rowOfFailed(value: string): Row {
  return (JSON.parse(value.slice(MARK.length)) as { row: Row }).row;
}

/** The error that carrying it ends in. */
export function failureOf(value: string): SyncError {
  return refusalError((JSON.parse(value.slice(MARK.length)) as { refusal: Refusal }).refusal);
}

export function refusalError(refusal: Refusal): SyncError {
  if ('at' in refusal) {
    const { code, message, detail, at } = refusal;
    return new SyncError(code, message, { detail, at });
  }
  const { code, message, module, line, column, nodeId } = refusal;
  const place = line === null ? '' : `line ${line}${module === null ? '' : ` of ${module}`}`;
  const detail = [wordsOf(nodeId), place, column === null ? '' : `column ${column}`]
    .filter(Boolean)
    .join(', ');
  return new SyncError(code, place ? `${message} (${place})` : message, {
    detail: `${detail}.`,
    at: { field: null, constraint: place || null, node: nodeId },
  });
}

/** Does the detail of such an error tell of this node? */
export function tellsOfNode(detail: string, nodeId: string): boolean {
  const words = wordsOf(nodeId);
  return detail.startsWith(`${words}, `) || detail.startsWith(`${words}.`);
}

function wordsOf(nodeId: string): string {
  return `Code node ${nodeId}`;
}
