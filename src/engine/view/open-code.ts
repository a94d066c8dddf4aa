import type { LaneCode } from '#core/flow/lane.ts';
import type { CodeFunctions } from '#core/ports/code-runner.ts';

/** Compiles the code of a lane, with the modules that it imports. Throws SyncError `CODE_INVALID`, `MODULE_MISSING`, `CODE_UNAVAILABLE`. */
export type OpenCode = (code: LaneCode) => Promise<CodeFunctions>;
