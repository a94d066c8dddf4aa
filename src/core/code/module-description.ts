const limit = 500;

/** What a module says of itself: the text of the `/** … *\/` comment that its source begins with; empty without one. */
export function moduleDescription(source: string): string {
  const comment = /^\s*\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  const text = comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
