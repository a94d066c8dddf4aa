/**
 * The words of a name or label, in lower case and without accents: at word marks, at `camelCase` and
 * `HTTPServer` boundaries, and between letters and digits (`address2` is `address 2`).
 */
export function splitName(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}|['’]s\b/gu, '')
    .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replace(/(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu, '$1$2 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
