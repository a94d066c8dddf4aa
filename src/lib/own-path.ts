/** The path if it leads to a page of ours, else the fallback: a link must not send people elsewhere. */
export function ownPath(path: string | undefined, fallback: string): string {
  const inside = path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\');
  return inside && path ? path : fallback;
}
