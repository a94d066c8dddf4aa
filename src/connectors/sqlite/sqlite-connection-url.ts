/** What to do where there is no file. */
export const missingChoices = ['refuse', 'create'] as const;

/**
 * Reads `sqlite:///path/to/file.db`, with `?ifMissing=create` where the file may be made. A part of the path
 * that is no URL text is percent-encoded. Throws an Error that says what is wrong.
 */
export function parseSqliteUrl(text: string): { file: string; ifMissing?: string } {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new Error('This is no URL. It looks like sqlite:///path/to/file.db');
  }
  if (url.protocol !== 'sqlite:' && url.protocol !== 'file:') {
    throw new Error(`The URL begins with ${url.protocol}// and should begin with sqlite:///`);
  }
  if (url.host !== '') {
    throw new Error('A SQLite URL has three slashes and then the path: sqlite:///path/to/file.db');
  }
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'ifMissing');
  if (unknown !== undefined)
    throw new Error(`The URL has a parameter "${unknown}"; there is only "ifMissing".`);
  const path = decodeURIComponent(url.pathname);
  const ifMissing = url.searchParams.get('ifMissing');
  return {
    file: /^\/[a-z]:\//i.test(path) ? path.slice(1) : path,
    ...(ifMissing === null ? {} : { ifMissing }),
  };
}
