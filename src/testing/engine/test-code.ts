import type { CodeRunner } from '#core/ports/code-runner.ts';
import type { OpenCode } from '#engine/view/open-code.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';

/** Runs the code of a test's lanes in real child processes, which start when there is code to run; modules are not at hand. */
export function testCode(scope: string): { open: OpenCode; close(): Promise<void> } {
  let runner: CodeRunner | null = null;
  return {
    open: ({ nodeId: _, title: __, uses: ___, modules: ____, ...program }) => {
      runner ??= createCodeRunner();
      return runner.open(scope, { ...program, modules: [] });
    },
    close: async () => runner?.close(),
  };
}
