import { SyncError } from '../errors/sync-error.ts';

/** A part of a connection's URL without its escapes. Throws `CONFIG_INVALID`. */
export function decodeUrlPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new SyncError('CONFIG_INVALID', 'The URL holds a broken % escape.', { cause });
  }
}
