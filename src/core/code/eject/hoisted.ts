import { broken } from './call-parts.ts';

/** Constants that stand before the functions of a module, each once, by names that nothing else has. */
export class Hoisted {
  readonly #names = new Map<string, string>();
  readonly #taken: Set<string>;

  /** @param taken names that mean something else in the module. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  /** The name of the constant with this value; `wish` or that with a number behind it where it is new. */
  name(wish: string, value: string): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const name = this.local(wish);
    this.#names.set(value, name);
    return name;
  }

  /** A name that nothing else in the module has. */
  local(wish: string): string {
    const words = wish.split(/[^\p{ID_Continue}]+|_/u).filter((word) => word !== '');
    const camel = words
      .map(
        (word, at) =>
          (at === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
      )
      .join('');
    const base = /^[\p{ID_Start}_]/u.test(camel) ? camel : `_${camel}`;
    let name = base;
    for (let number = 2; this.#taken.has(name) || reserved.has(name); number++) name = `${base}${number}`;
    this.#taken.add(name);
    return name;
  }

  lines(): string[] {
    return [...this.#names].map(([value, name]) => {
      const before = `const ${name} = `;
      return `${before}${broken(value, `${before};`, '')};`;
    });
  }
}

const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with ' +
    'yield let static implements interface package private protected public await async arguments eval undefined ' +
    'record convert email json phone step text tables forward backward transform filter batch merge BigInt String Number Math Map Set Object ' +
    'Array JSON NaN Infinity globalThis'
  ).split(' '),
);
