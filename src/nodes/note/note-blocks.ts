/** A run of text within a line. */
export type NoteSpan =
  | { kind: 'text' | 'bold' | 'italic' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

/** A part of a note. */
export type NoteBlock = { kind: 'heading' | 'paragraph' | 'bullets' | 'numbers'; lines: NoteSpan[][] };

const heading = /^#{1,3}\s+(\S.*)$/;
const bullet = /^\s*[-*]\s+(\S.*)$/;
const number = /^\s*\d{1,3}[.)]\s+(\S.*)$/;

/**
 * A note's text as blocks: a little of Markdown, and only that. Whatever is nothing else is text, so that
 * nothing of a note is lost, and none of it can be anything but what these kinds are.
 */
export function noteBlocks(text: string): NoteBlock[] {
  const blocks: NoteBlock[] = [];
  let open: NoteBlock | null = null;
  const put = (kind: NoteBlock['kind'], content: string) => {
    const spans = noteSpans(content);
    if (open?.kind === kind && kind !== 'heading') {
      open.lines.push(spans);
      return;
    }
    const block = { kind, lines: [spans] };
    blocks.push(block);
    open = block;
  };
  for (const line of text.split('\n')) {
    const [title, item, step] = [heading, bullet, number].map((form) => form.exec(line)?.[1]);
    if (line.trim() === '') open = null;
    else if (title !== undefined) put('heading', title);
    else if (item !== undefined) put('bullets', item);
    else if (step !== undefined) put('numbers', step);
    else put('paragraph', line);
  }
  return blocks;
}

const span =
  /`([^`]+)`|\*\*(\S(?:[^*]*\S)?)\*\*|(?<![\w*])[*_]([^\s*_](?:[^*_]*[^\s*_])?)[*_](?![\w*])|\[([^\][]+)\]\(([^\s()]+)\)|\b(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])/g;

/** The runs of one line. A link leads to the web or to an e-mail address, and nowhere else. */
function noteSpans(line: string): NoteSpan[] {
  const spans: NoteSpan[] = [];
  let from = 0;
  for (const match of line.matchAll(span)) {
    const [all, code, bold, italic, label, target, bare] = match;
    const found = spanOf({ code, bold, italic, label, target, bare });
    if (!found) continue;
    if (match.index > from) spans.push({ kind: 'text', text: line.slice(from, match.index) });
    spans.push(found);
    from = match.index + all.length;
  }
  if (from < line.length) spans.push({ kind: 'text', text: line.slice(from) });
  return spans;
}

type Parts = Record<'code' | 'bold' | 'italic' | 'label' | 'target' | 'bare', string | undefined>;

function spanOf({ code, bold, italic, label, target, bare }: Parts): NoteSpan | null {
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', text: bold };
  if (italic !== undefined) return { kind: 'italic', text: italic };
  if (bare !== undefined) return { kind: 'link', text: bare, href: bare };
  if (label === undefined || target === undefined || !/^(https?:\/\/|mailto:)/i.test(target)) return null;
  return { kind: 'link', text: label, href: target };
}

/** The first line of a note without the signs that shape it. */
export function noteTitle(text: string): string {
  const [line] = noteBlocks(text)[0]?.lines ?? [];
  return (line ?? [])
    .map((each) => each.text)
    .join('')
    .trim();
}
