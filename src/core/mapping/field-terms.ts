import { lexicon, type WordRole } from './lexicon.ts';
import { partWord } from './part-word.ts';
import { readPlaces } from './read-places.ts';
import { splitName } from './split-name.ts';
import { stemWord } from './stem-word.ts';
import type { SideField, StreamSide } from './stream-side.ts';

/** One meaning in a name: a word or a phrase of the vocabulary. */
export type Term = {
  meaning: string;
  role: WordRole;
  /** As it is written in the name. */
  text: string;
};

/** A name or label of a field as it is compared. */
export type NameText = {
  from: 'name' | 'label';
  /** In lower case, without any mark. */
  compact: string;
  /** Words that the system puts on its fields, which are not among the others. */
  marks: number;
  words: string[];
  terms: Term[];
};

/** A field with its name and label read. */
export type FieldTerms = {
  field: SideField;
  texts: NameText[];
  /** Its name has the mark by which its system tells fields that somebody added from its own. */
  custom: boolean;
};

/**
 * Reads the names and labels of a side's fields.
 *
 * @param known words that either side writes apart, which tell `firstname` from a word
 * @param own meanings of the streams' own names
 */
export function fieldTerms(
  side: StreamSide,
  known: ReadonlySet<string>,
  own: ReadonlySet<string>,
): FieldTerms[] {
  const { marks, customMark } = systemWords(side);
  const read = (from: NameText['from'], text: string) => readText(from, text, marks, known, own);
  const fields = side.fields.map((field) => {
    const plain = withoutMarks(field.name);
    const words = splitName(plain);
    const names = read('name', plain);
    const labels = field.label ? read('label', field.label) : [];
    const same = labels[0]?.compact === names[0]?.compact;
    return {
      field,
      texts: same ? names : [...names, ...labels],
      custom: plain.length + 1 < field.name.length || (words.length > 1 && words.at(-1) === customMark),
    };
  });
  return readPlaces(fields);
}

/** Every word that a side's names and labels write apart from others. */
export function apartWords(side: StreamSide): string[] {
  return side.fields.flatMap(({ name, label }) =>
    [name, label ?? ''].flatMap((text) => {
      const words = splitName(text);
      return words.length > 1 ? words.filter((word) => word.length > 3 && /^\p{L}+$/u.test(word)) : [];
    }),
  );
}

/** What the stream itself is called: `public.contacts` holds contacts. */
export function ownMeanings({ name }: StreamSide): ReadonlySet<string> {
  const plain = name.split('.').at(-1) ?? name;
  return new Set(readTerms(splitName(plain)).map(({ meaning }) => meaning));
}

/**
 * The meanings of words, phrases before single ones.
 * @param own meanings that stand for themselves even where they begin a phrase
 */
export function readTerms(words: readonly string[], own?: ReadonlySet<string>): Term[] {
  const stems = words.map((word) => stemWord(lexicon.short.get(word) ?? word));
  const terms: Term[] = [];
  for (let at = 0; at < words.length; ) {
    const alone = lexicon.phrases.get(stems[at] ?? '') ?? stems[at] ?? '';
    let length = own?.has(alone) ? 1 : Math.min(lexicon.longest, words.length - at);
    while (length > 1 && !lexicon.phrases.has(stems.slice(at, at + length).join(' '))) length -= 1;
    const read = stems.slice(at, at + length).join(' ');
    const meaning = formMeaning(words, at) ?? lexicon.phrases.get(read) ?? read;
    terms.push({
      meaning,
      role: lexicon.roles.get(meaning) ?? (/^\d+$/.test(meaning) ? 'measure' : 'plain'),
      text: words.slice(at, at + length).join(' '),
    });
    at += length;
  }
  return terms;
}

/** What small words mean by their place: `paid_at` and `paid on` are moments, `num_orders` and `number of orders` counts. */
function formMeaning(words: readonly string[], at: number): string | null {
  const word = words[at] ?? '';
  if (at > 0 && at === words.length - 1 && (word === 'at' || word === 'on')) return 'moment';
  const counts = ['number', 'no', 'count'].includes(word) && words[at + 1] === 'of';
  return at === 0 && words.length > 1 && (word === 'num' || counts) ? 'count' : null;
}

/** A text as it reads, and, where the stream's own name begins a phrase of it (`deal name`), with that apart. */
function readText(
  from: NameText['from'],
  text: string,
  marks: ReadonlySet<string>,
  known: ReadonlySet<string>,
  own: ReadonlySet<string>,
): NameText[] {
  const isKnown = (part: string) => lexicon.words.has(part) || known.has(part);
  const parted = splitName(text).flatMap((word) =>
    lexicon.words.has(word) ? [word] : partWord(word, isKnown),
  );
  const kept = parted.filter((word) => !marks.has(word));
  // A number alone is no name: `attr_3` is one as a whole.
  const words = kept.some((word) => /\p{L}{2}/u.test(word)) ? kept : parted;
  const found = { from, compact: words.join(''), marks: parted.length - words.length, words };
  const terms = readTerms(words);
  const apart = readTerms(words, own);
  const texts = [{ ...found, terms }];
  return apart.length === terms.length ? texts : [...texts, { ...found, terms: apart }];
}

/** Without the marks that some systems put on custom fields and their own ones: `Tier__c`, `_id`. */
function withoutMarks(name: string): string {
  return name.replace(/__(c|pc|r|s)$/i, '').replace(/^[_$@]+/, '');
}

/**
 * Words that a system puts on its fields and that say nothing of them: its own name, a first word that
 * no vocabulary knows on a fifth of the fields (`hs_`), and a single letter at the end of several (`_c`).
 */
function systemWords(side: StreamSide): { marks: ReadonlySet<string>; customMark: string | null } {
  let customMark: string | null = null;
  const stop = new Set<string>();
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { name } of side.fields) {
    const words = splitName(withoutMarks(name));
    const [head = ''] = words;
    const tail = words.at(-1) ?? '';
    if (words.length < 2) continue;
    if (!lexicon.words.has(head) && !lexicon.short.has(head)) first.set(head, (first.get(head) ?? 0) + 1);
    if (tail.length === 1 && /\p{L}/u.test(tail)) last.set(tail, (last.get(tail) ?? 0) + 1);
  }
  for (const [word, count] of first) if (count >= 2 && count * 5 >= side.fields.length) stop.add(word);
  for (const [word, count] of last) {
    if (count < 3) continue;
    stop.add(word);
    customMark = word;
  }
  const system = splitName(side.system ?? '').join('');
  if (system !== '' && !lexicon.words.has(system)) stop.add(system);
  return { marks: stop, customMark };
}
