/** The rows of a text with cells parted by tabs, semicolons or commas: by the first of them that its first line has. Empty rows are left out. */
export function readDelimited(text: string): string[][] {
  const plain = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '');
  const head = plain.slice(0, plain.includes('\n') ? plain.indexOf('\n') : undefined);
  const separator = ['\t', ';', ','].find((each) => head.includes(each)) ?? ',';
  return cellsOf(plain, separator).filter((row) => row.some((cell) => cell !== ''));
}

/** Cells of a text, with quotes around those that hold the separator, a line's end or a quote (RFC 4180). */
export function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === separator) end();
    else if (character === '\n') {
      end();
      rows.push([]);
    } else cell += character;
  }
  end();
  return rows;
}
