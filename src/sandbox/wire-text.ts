/**
 * Many values as one text, for the way into an isolate and back: the cheapest of what was measured (JSON by rows or
 * by columns, V8's own serializer). Pieces are apart by NUL, an empty piece is null, and the first one is always empty.
 */
const separator = '\0';

/** A field that the code left out. */
export const leftOut = '\x02';
/** What `merge` comes to when it holds the conflict. */
export const held = '\x03';

/** The piece of a value. Never looks like null or a mark. */
export function pieceOf(text: string): string {
  return text.charCodeAt(0) > 3 ? text : `\x01${text}`;
}

/** The value of a piece that is neither null nor a mark. */
export function textOf(piece: string): string {
  return piece.charCodeAt(0) > 3 ? piece : piece.slice(1);
}

/** The pieces, of which the first is empty, as one text; as JSON where one of them holds a NUL. */
export function joinPieces(pieces: readonly string[]): string {
  const joined = pieces.join(separator);
  let count = 1;
  for (let at = joined.indexOf(separator); at >= 0; at = joined.indexOf(separator, at + 1)) count++;
  return count === pieces.length ? joined : JSON.stringify(pieces);
}

/** The pieces of a text that `joinPieces` made. */
export function splitPieces(text: string): string[] {
  return text.startsWith('[') ? JSON.parse(text) : text.split(separator);
}
