import type { CodeRunner } from '#core/ports/code-runner.ts';

/** A code runner that is made when the first code is opened, so that a process that runs none starts no other. */
export function lazyCodeRunner(make: () => CodeRunner): CodeRunner {
  let made: CodeRunner | null = null;
  return {
    open(scope, program) {
      made ??= make();
      return made.open(scope, program);
    },
    async release(scope) {
      await made?.release(scope);
    },
    async close() {
      await made?.close();
    },
  };
}
