import { SyncError } from '#core/errors/sync-error.ts';

const unreachable = /^(08...|57P0[123]|53300|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH)$/;

/** Says of a fault of the store whether it does not answer; any other fault stays what it is. */
export function classifyStoreError(error: unknown): unknown {
  if (error instanceof SyncError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  const broken = /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(message);
  if (!broken && !unreachable.test(code)) return error;
  return new SyncError('STORE_UNREACHABLE', "Syncline's own database does not answer.", { cause: error });
}

/**
 * The store ended the transaction for a reason that is gone when it is repeated: it and another one waited for each other, or
 * a day of the ledger got a partition of its own just then.
 */
export function isPassing(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '40P01' || code === '40001' || (code === '23514' && table === 'ledger_entry_default');
}

/** Whether a line of the ledger, or a result of an action, was to be written that stands already. */
export function isKnownLine(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && (table?.startsWith('ledger_entry') || table === 'operation_record') === true;
}
