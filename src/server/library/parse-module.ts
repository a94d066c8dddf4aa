import { type Message, transform } from 'esbuild';
import { SyncError } from '#core/errors/sync-error.ts';

/**
 * Reads a module's TypeScript.
 *
 * @throws SyncError `MODULE_INVALID` with the first line that is wrong in the message, and all of them in the detail
 */
export async function parseModule(name: string, source: string): Promise<void> {
  try {
    await transform(source, { loader: 'ts', sourcefile: `library/${name}`, logLevel: 'silent' });
  } catch (error) {
    const lines = errorsOf(error).map(({ text, location }) =>
      location ? `line ${location.line}, column ${location.column + 1}: ${text}` : text,
    );
    const [first] = lines;
    if (first === undefined) throw error;
    throw new SyncError('MODULE_INVALID', `${name} does not compile: ${first}`, {
      detail: lines.join('\n'),
      cause: error,
    });
  }
}

/** esbuild throws with the list of what it found. */
function errorsOf(error: unknown): Message[] {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}
