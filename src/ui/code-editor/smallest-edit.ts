/** One replacement that makes a text another: offsets into the old one, from inclusive, to exclusive. */
export type TextEdit = { from: number; to: number; text: string };

/** The shortest single replacement that turns one text into another; null where they are the same. */
export function smallestEdit(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, text: after.slice(start, after.length - end) };
}
