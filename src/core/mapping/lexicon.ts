import { stemWord } from './stem-word.ts';
import { kinWords } from './vocabulary/kin-words.ts';
import { moneyWords } from './vocabulary/money-words.ts';
import { peopleWords } from './vocabulary/people-words.ts';
import { placeWords } from './vocabulary/place-words.ts';
import { shortWords } from './vocabulary/short-words.ts';
import { wordRoles } from './vocabulary/word-roles.ts';
import { workWords } from './vocabulary/work-words.ts';

/** What a word is worth: see `vocabulary/word-roles.ts`; `plain` is every other. */
export type WordRole = keyof typeof wordRoles | 'plain';

/** A meaning is named by the stems of the first phrase of its line; a word of no line by its own stem. */
type Lexicon = {
  /** Meaning by the stems of a phrase. */
  phrases: Map<string, string>;
  /** Words of the longest phrase. */
  longest: number;
  /** Full word by its abbreviation. */
  short: Map<string, string>;
  /** How near two meanings are, by both names in either order. */
  kin: Map<string, number>;
  roles: Map<string, WordRole>;
  /** Every word that the vocabulary knows, as it is written, for telling `firstname` apart. */
  words: Set<string>;
};

/** Words that end the name of a moment. */
const moments = ['at', 'on', 'date', 'time', 'timestamp'];

/** The vocabulary, read once. */
export const lexicon: Lexicon = readLexicon();

/** What a word or phrase of the vocabulary means. */
export function meaningOf(phrase: string): string {
  return meaningIn(lexicon, phrase);
}

function meaningIn({ phrases, short }: Pick<Lexicon, 'phrases' | 'short'>, phrase: string): string {
  const read = stems(phrase, short).join(' ');
  return phrases.get(read) ?? read;
}

function readLexicon(): Lexicon {
  const words = new Set<string>();
  const short = new Map<string, string>();
  for (const line of lines(shortWords)) {
    const [full = '', ...forms] = line.split(' = ');
    for (const form of forms) if (form !== full) short.set(form, full);
    words.add(full);
  }
  const phrases = new Map<string, string>();
  let longest = 1;
  for (const line of lines(peopleWords + placeWords + moneyWords + workWords)) {
    const forms = line.split(' = ');
    const meaning = stems(forms[0] ?? '', short).join(' ');
    for (const form of withMoments(forms)) {
      const read = stems(form, short);
      longest = Math.max(longest, read.length);
      if (!phrases.has(read.join(' '))) phrases.set(read.join(' '), meaning);
      for (const word of form.split(' ')) words.add(word);
    }
  }
  const meaningOf = (phrase: string) => meaningIn({ phrases, short }, phrase);
  const kin = new Map<string, number>();
  for (const line of lines(kinWords)) {
    const [, one = '', other = '', near = ''] = /^(.+) ~ (.+) ([\d.]+)$/.exec(line) ?? [];
    for (const phrase of [one, other]) {
      const read = stems(phrase, short).join(' ');
      if (!phrases.has(read)) phrases.set(read, read);
    }
    kin.set(`${meaningOf(one)}~${meaningOf(other)}`, Number(near));
    kin.set(`${meaningOf(other)}~${meaningOf(one)}`, Number(near));
  }
  const roles = new Map<string, WordRole>();
  for (const [role, list] of Object.entries(wordRoles)) {
    for (const word of list.split(' ')) {
      roles.set(meaningOf(word), role as WordRole);
      words.add(word);
    }
  }
  return { phrases, longest, short, kin, roles, words };
}

/** Of a moment (`created at`), every form under all of its endings: `created on`, `created date`, `date created`. */
function withMoments(forms: readonly string[]): string[] {
  if (!forms[0]?.endsWith(' at')) return [...forms];
  return forms.flatMap((form) => {
    const end = moments.find((each) => form.endsWith(` ${each}`));
    if (!end) return [form];
    const root = form.slice(0, -end.length - 1);
    return [form, ...moments.map((each) => `${root} ${each}`), `date ${root}`];
  });
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function stems(phrase: string, short: Map<string, string>): string[] {
  return phrase.split(' ').map((word) => stemWord(short.get(word) ?? word));
}
