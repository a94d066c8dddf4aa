/** Does a character (code point) match? */
export type Matches = (point: number) => boolean;

/** What a pattern comes to, before it is compiled. */
export type PatternNode =
  | { kind: 'char'; matches: Matches }
  | { kind: 'start' | 'end' }
  | { kind: 'sequence' | 'choice'; of: PatternNode[] }
  | { kind: 'repeat'; of: PatternNode; least: number; most: number };

/** A pattern that cannot be read. The message is a clause. */
export class PatternRefusal extends Error {
  override readonly name = 'PatternRefusal';
}

/** The most repetitions that a pattern may count. */
const MOST_COUNTED = 200;
const MOST_NESTED = 20;

/**
 * Reads a regular expression: characters, `.`, `[a-z]`, `\d \w \s` and their opposites, `^ $`, groups, `|`,
 * `* + ? {n} {n,m}`. Back references and look-around, which take time without end, do not exist.
 * Throws PatternRefusal.
 */
export function parsePattern(pattern: string): PatternNode {
  return new PatternParser(pattern).read();
}

class PatternParser {
  readonly #points: string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#points = [...pattern];
  }

  read(): PatternNode {
    const node = this.#choice();
    if (this.#at < this.#points.length) throw new PatternRefusal('a ) has no ( before it');
    return node;
  }

  #choice(): PatternNode {
    if (++this.#depth > MOST_NESTED) throw new PatternRefusal('its groups are nested too deeply');
    const of = [this.#sequence()];
    while (this.#points[this.#at] === '|') {
      this.#at++;
      of.push(this.#sequence());
    }
    this.#depth--;
    return of.length === 1 && of[0] ? of[0] : { kind: 'choice', of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (this.#at < this.#points.length && this.#points[this.#at] !== '|' && this.#points[this.#at] !== ')')
      of.push(this.#repeated(this.#atom()));
    return { kind: 'sequence', of };
  }

  #repeated(of: PatternNode): PatternNode {
    const counts = this.#readCounts();
    if (!counts) return of;
    // A lazy repetition matches the same texts.
    if (this.#points[this.#at] === '?') this.#at++;
    if (this.#readCounts()) throw new PatternRefusal('a repetition is repeated');
    return { kind: 'repeat', of, ...counts };
  }

  #readCounts(): { least: number; most: number } | null {
    const mark = this.#points[this.#at];
    const simple = { '*': [0, Number.POSITIVE_INFINITY], '+': [1, Number.POSITIVE_INFINITY], '?': [0, 1] }[
      mark ?? ''
    ];
    if (simple) {
      this.#at++;
      return { least: simple[0] ?? 0, most: simple[1] ?? 0 };
    }
    const counted =
      mark === '{'
        ? /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.#points.slice(this.#at, this.#at + 12).join(''))
        : null;
    if (!counted) return null;
    this.#at += counted[0].length;
    const least = Number(counted[1]);
    const most = counted[2] ? Number(counted[3] ?? Number.POSITIVE_INFINITY) : least;
    if (least > MOST_COUNTED || (most !== Number.POSITIVE_INFINITY && most > MOST_COUNTED)) {
      throw new PatternRefusal(`it counts further than ${MOST_COUNTED}`);
    }
    if (most < least) throw new PatternRefusal('a repetition ends before it begins');
    return { least, most };
  }

  #atom(): PatternNode {
    const point = this.#points[this.#at++] ?? '';
    if (point === '(') return this.#group();
    if (point === '[') return { kind: 'char', matches: this.#readClass() };
    if (point === '.') return { kind: 'char', matches: (other) => other !== 10 };
    if (point === '^') return { kind: 'start' };
    if (point === '$') return { kind: 'end' };
    if (point === '\\') return { kind: 'char', matches: this.#escaped() };
    if (point === '*' || point === '+' || point === '?')
      throw new PatternRefusal(`nothing stands before a ${point}`);
    return { kind: 'char', matches: just(point) };
  }

  #group(): PatternNode {
    if (this.#points[this.#at] === '?') {
      if (this.#points[this.#at + 1] !== ':')
        throw new PatternRefusal('look-around and named groups are not known');
      this.#at += 2;
    }
    const inner = this.#choice();
    if (this.#points[this.#at++] !== ')') throw new PatternRefusal('a ( has no ) behind it');
    return inner;
  }

  #escaped(): Matches {
    const point = this.#points[this.#at++];
    if (point === undefined) throw new PatternRefusal('it ends with a \\');
    const known = classes[point];
    if (known) return known;
    if (point in controls) return just(controls[point] ?? '');
    if (/[\p{L}\p{N}]/u.test(point)) throw new PatternRefusal(`\\${point} is not known`);
    return just(point);
  }

  #readClass(): Matches {
    const negated = this.#points[this.#at] === '^';
    if (negated) this.#at++;
    const parts: Matches[] = [];
    for (let first = true; first || this.#points[this.#at] !== ']'; first = false) {
      const from = this.#points[this.#at++];
      if (from === undefined) throw new PatternRefusal('a [ has no ] behind it');
      if (from === '\\') parts.push(this.#escaped());
      else if (
        this.#points[this.#at] === '-' &&
        this.#points[this.#at + 1] !== ']' &&
        this.#points[this.#at + 1] !== undefined
      ) {
        const [low, high] = [codeOf(from), codeOf(this.#points[this.#at + 1] ?? '')];
        if (high < low) throw new PatternRefusal('a range ends before it begins');
        this.#at += 2;
        parts.push((other) => other >= low && other <= high);
      } else parts.push(just(from));
    }
    this.#at++;
    return (other) => parts.some((part) => part(other)) !== negated;
  }
}

const codeOf = (point: string) => point.codePointAt(0) ?? 0;

function just(point: string): Matches {
  const code = codeOf(point);
  return (other) => other === code;
}

const digit: Matches = (point) => point >= 48 && point <= 57;
const word: Matches = (point) =>
  digit(point) || (point >= 65 && point <= 90) || (point >= 97 && point <= 122) || point === 95;
const space: Matches = (point) =>
  point === 32 || (point >= 9 && point <= 13) || point === 160 || point === 0x20_28 || point === 0x20_29;
const classes: Record<string, Matches> = {
  d: digit,
  D: (point) => !digit(point),
  w: word,
  W: (point) => !word(point),
  s: space,
  S: (point) => !space(point),
};
const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };
