/** A text with its percent-encoding undone; as it is where a % in it escapes nothing. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
