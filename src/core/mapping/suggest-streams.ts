import { assign } from './assign.ts';
import { apartWords, type FieldTerms, fieldTerms, ownMeanings } from './field-terms.ts';
import { meaningNearness } from './meaning-nearness.ts';
import type { StreamSide } from './stream-side.ts';

/** Two streams that seem to hold the same things. */
export type StreamSuggestion = {
  left: string;
  right: string;
  /** How likely, from 0 to 1. */
  confidence: number;
  /** One line for people. */
  reason: string;
};

/** Log-odds: of equal names less those of foreign ones, of all fields in common less those of none, of neither. */
const weights = { names: 7, fields: 12, base: -5 };

/**
 * Suggests which streams of two systems belong together, by their names and by how many of their fields
 * mean the same; one-to-one, in the order of the left streams.
 */
export function suggestStreams(
  left: readonly StreamSide[],
  right: readonly StreamSide[],
): StreamSuggestion[] {
  const known = new Set([...left, ...right].flatMap(apartWords));
  const read = (side: StreamSide): ReadStream => {
    const own = ownMeanings(side);
    return { side, own: [...own], fields: new Set(fieldTerms(side, known, own).map(signature)) };
  };
  const lefts = left.map(read);
  const rights = right.map(read);
  const rarity = rarityOf([...lefts, ...rights]);
  const scores = lefts.flatMap((one) =>
    rights.map((other) => {
      const names = namesAlike(one, other);
      const { alike, shared } = fieldsAlike(one, other, rarity);
      return { odds: weights.names * names + weights.fields * alike + weights.base, names, shared };
    }),
  );
  const worth = Float64Array.from(scores, ({ odds }) => odds - weights.base - 0.3);
  return [...assign(worth, left.length, right.length)].flatMap((column, row) => {
    const score = scores[row * right.length + column];
    if (column < 0 || !score) return [];
    const { odds, names, shared } = score;
    const alike = names === 1 ? 'the names mean the same' : names > 0 ? 'the names are near each other' : '';
    const fields = shared > 0 ? `${shared} ${shared === 1 ? 'field means' : 'fields mean'} the same` : '';
    return [
      {
        left: left[row]?.name ?? '',
        right: right[column]?.name ?? '',
        confidence: Math.round(1000 / (1 + Math.exp(-odds))) / 1000,
        reason: [alike, fields].filter((each) => each !== '').join('; ') || 'little speaks for it',
      },
    ];
  });
}

type ReadStream = { side: StreamSide; own: string[]; fields: ReadonlySet<string> };

/** What a field means in one text: its meanings without those that tell nothing. */
function signature({ texts }: FieldTerms): string {
  const terms = texts.at(-1)?.terms ?? [];
  const told = terms.filter(({ role }) => role !== 'filler' && role !== 'usual' && role !== 'form');
  return (told.length > 0 ? told : terms)
    .map(({ meaning }) => meaning)
    .sort()
    .join(' ');
}

function namesAlike(one: ReadStream, other: ReadStream): number {
  const nearest = (from: string[], to: string[]) =>
    from.map((meaning) => Math.max(0, ...to.map((each) => meaningNearness(meaning, each))));
  const all = [...nearest(one.own, other.own), ...nearest(other.own, one.own)];
  return all.length === 0 ? 0 : all.reduce((sum, near) => sum + near, 0) / all.length;
}

/** The weight of the meanings that both have in that of all (Dice), a meaning weighing the more the fewer streams have it. */
function fieldsAlike(one: ReadStream, other: ReadStream, rarity: (meaning: string) => number) {
  const sum = (meanings: Iterable<string>) => [...meanings].reduce((all, each) => all + rarity(each), 0);
  const shared = [...one.fields].filter((each) => other.fields.has(each));
  const all = sum(one.fields) + sum(other.fields);
  return { alike: all === 0 ? 0 : (2 * sum(shared)) / all, shared: shared.length };
}

function rarityOf(streams: readonly ReadStream[]): (meaning: string) => number {
  const counts = new Map<string, number>();
  for (const { fields } of streams) for (const each of fields) counts.set(each, (counts.get(each) ?? 0) + 1);
  return (meaning) => Math.log(1 + streams.length / (counts.get(meaning) ?? 1));
}
