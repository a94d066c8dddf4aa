/**
 * What an expression calls and with what, where it is one call and nothing else; or the elements of a
 * list. Null for any other expression. Texts are in single quotes or backticks.
 */
export function callParts(code: string): { head: string; args: string[]; end: string } | null {
  const head = /^(?:(?:const )?[\w$.]+ = )?(?:[\w$.]+(?:<[^()'"]*>)?\(|\[)/.exec(code)?.[0];
  if (head === undefined) return null;
  const end = head.endsWith('[') ? ']' : ')';
  const args: string[] = [];
  let [depth, from, quote] = [1, head.length, ''];
  for (let at = head.length; at < code.length; at++) {
    const character = code[at] as string;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
      continue;
    }
    if (character === "'" || character === '`' || character === '"') quote = character;
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (depth === 0 || (depth === 1 && character === ',')) {
      const argument = code.slice(from, at).trim();
      if (argument !== '') args.push(argument);
      from = at + 1;
    }
    if (depth === 0) return at === code.length - 1 && character === end ? { head, args, end } : null;
  }
  return null;
}

/** Columns of the longest line. */
const WIDTH = 100;

/** The expression over several lines where it is too long for one that begins with so much. */
export function broken(code: string, before: string, indent: string): string {
  const call = callParts(code);
  if (before.length + code.length <= WIDTH && !isTable(call)) return code;
  if (!call || call.args.length === 0) return code;
  const inner = `${indent}  `;
  const lines = call.args.map((argument) => `${inner}${broken(argument, `${inner},`, inner)},\n`);
  return `${call.head}\n${lines.join('')}${indent}${call.end}`;
}

/** A list of lists, each of which has a line of its own; or a call with one. */
function isTable(call: ReturnType<typeof callParts>): boolean {
  if (!call) return false;
  if (call.end === ']') return call.args.length > 1 && call.args.every((each) => each.startsWith('['));
  return call.args.some((each) => each.startsWith('[') && isTable(callParts(each)));
}
