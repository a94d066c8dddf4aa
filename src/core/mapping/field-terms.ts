import { lexicon, type WordRole } from './lexicon.ts';
import { partWord } from './part-word.ts';
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
  words: string[];
  terms: Term[];
};

/** A field with its name and label read. */
export type FieldTerms = { field: SideField; texts: NameText[] };

/** Reads the names and labels of a side's fields. Words that either side writes apart tell `firstname` from a word. */
export function fieldTerms(side: StreamSide, known: ReadonlySet<string>): FieldTerms[] {
  const stop = systemWords(side);
  return side.fields.map((field) => {
    const name = readText('name', withoutMarks(field.name), stop, known);
    const label = field.label ? readText('label', field.label, stop, known) : null;
    return { field, texts: label && label.compact !== name.compact ? [name, label] : [name] };
  });
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

/** The meanings of a text, phrases before words, without what only names the system. */
export function readTerms(words: readonly string[]): Term[] {
  const stems = words.map((word) => stemWord(lexicon.short.get(word) ?? word));
  const terms: Term[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(lexicon.longest, words.length - at);
    while (length > 1 && !lexicon.phrases.has(stems.slice(at, at + length).join(' '))) length -= 1;
    const read = stems.slice(at, at + length).join(' ');
    const meaning = lexicon.phrases.get(read) ?? read;
    terms.push({
      meaning,
      role: lexicon.roles.get(meaning) ?? 'plain',
      text: words.slice(at, at + length).join(' '),
    });
    at += length;
  }
  return terms;
}

function readText(
  from: NameText['from'],
  text: string,
  stop: ReadonlySet<string>,
  known: ReadonlySet<string>,
): NameText {
  const isKnown = (part: string) => lexicon.words.has(part) || known.has(part);
  const parted = splitName(text).flatMap((word) =>
    lexicon.words.has(word) ? [word] : partWord(word, isKnown),
  );
  const kept = parted.filter((word) => !stop.has(word));
  const words = kept.length > 0 ? kept : parted;
  return { from, compact: words.join(''), words, terms: readTerms(words) };
}

/** Without the marks that some systems put on custom fields and their own ones: `Tier__c`, `_id`. */
function withoutMarks(name: string): string {
  return name.replace(/__(c|pc|r|s)$/i, '').replace(/^[_$@]+/, '');
}

/**
 * Words that a system puts on its fields and that say nothing of them: its own name, a first word that
 * no vocabulary knows on a fifth of the fields (`hs_`), and a single letter at the end of several (`_c`).
 */
function systemWords(side: StreamSide): ReadonlySet<string> {
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
  for (const [word, count] of last) if (count >= 3) stop.add(word);
  const system = splitName(side.system ?? '').join('');
  if (system !== '' && !lexicon.words.has(system)) stop.add(system);
  return stop;
}
