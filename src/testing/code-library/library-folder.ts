import { join } from 'node:path';

/** Where the sources of the standard library of code are. */
export const libraryFolder = join(import.meta.dirname, '../../core/code/library');
