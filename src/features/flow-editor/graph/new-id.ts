const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A fresh id for a node or an edge, e.g. `mapping_k3x9q2vd`. Random rather than counted: lanes are named
 * by their nodes' ids, so an id that came back after a delete would take over another lane's state.
 */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}_${Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
