/** Which marks a dialect knows beside `'…'`, `"…"`, `--` and comments between slashes and stars. */
export type StatementMarks = {
  /** `$tag$ … $tag$`. */
  dollars: boolean;
  /** Names between backticks. */
  backticks: boolean;
  /** A backslash in a text keeps the next character from ending it. */
  backslashes: boolean;
  /** `#` begins a comment. */
  hashes: boolean;
};

/**
 * The statements of a text: parted by semicolons outside of texts, names and comments, trimmed, without
 * comments before them and without empty ones.
 */
export function splitStatements(sql: string, marks: StatementMarks): string[] {
  const statements: string[] = [];
  let text = '';
  let at = 0;
  while (at < sql.length) {
    const comment = commentAt(sql, at, marks);
    const end = comment ?? quotedEnd(sql, at, marks) ?? at + 1;
    const piece = sql.slice(at, end);
    // A comment before a statement is not part of it; one inside stays where it is.
    if (comment !== null && text.trim() === '') text = '';
    else if (piece === ';') {
      statements.push(text.trim());
      text = '';
    } else text += piece;
    at = end;
  }
  return [...statements, text.trim()].filter((statement) => statement !== '');
}

/** Where a comment that begins here ends; null where none does. */
function commentAt(sql: string, at: number, marks: StatementMarks): number | null {
  if (sql.startsWith('--', at) || (marks.hashes && sql[at] === '#')) {
    const end = sql.indexOf('\n', at);
    return end < 0 ? sql.length : end;
  }
  if (!sql.startsWith('/*', at)) return null;
  const end = sql.indexOf('*/', at + 2);
  return end < 0 ? sql.length : end + 2;
}

/** Where a text or a quoted name that begins here ends; null where none does. */
function quotedEnd(sql: string, at: number, marks: StatementMarks): number | null {
  const mark = sql[at] ?? '';
  if (mark === '$' && marks.dollars && !/\w/.test(sql[at - 1] ?? '')) {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 70))?.[0];
    if (!tag) return null;
    const end = sql.indexOf(tag, at + tag.length);
    return end < 0 ? sql.length : end + tag.length;
  }
  if (mark !== "'" && mark !== '"' && !(mark === '`' && marks.backticks)) return null;
  for (let next = at + 1; next < sql.length; next++) {
    if (sql[next] === '\\' && marks.backslashes && mark !== '`') next++;
    else if (sql[next] === mark && sql[next + 1] === mark) next++;
    else if (sql[next] === mark) return next + 1;
  }
  return sql.length;
}
