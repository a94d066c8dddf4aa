import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids by which the lines of a log are found: of the request, operation, flow that is worked on. */
export type LogContext = Record<string, string>;

const store = new AsyncLocalStorage<LogContext>();

/** Runs the work with these ids on every line that it logs, beside those that are there already. */
export function withLogContext<T>(ids: LogContext, work: () => T): T {
  return store.run({ ...store.getStore(), ...ids }, work);
}

/** The ids of the work that is under way. */
export function logContext(): LogContext {
  return store.getStore() ?? {};
}
