import { assign } from '../assign.ts';
import type { FieldTerms } from '../field-terms.ts';
import { meaningOf } from '../lexicon.ts';
import type { Judge } from './judge.ts';

/** What an address is made of. */
const parts = new Set(
  'street,address,address 2,city,region,region code,postal code,country,country code,county'
    .split(',')
    .map(meaningOf),
);

/** Log-odds of two parts whose addresses belong together, and of two whose addresses belong to others. */
const together = 2;
const apart = -2;
/** How likely a part must be on average for its address to count. */
const leastShare = 0.25;

/**
 * Fields of one address belong to one address: where `street` and `zip` of a plain address go to
 * `mailing_street` and `mailing_postal_code`, its `city` goes to `mailing_city`, whatever other field is
 * called `city`. Finds which addresses of both sides belong together from the odds of their parts, and
 * gives what that says of each pair of parts.
 *
 * @param odds by left and right field, row after row
 */
export function addressJudge(
  left: readonly FieldTerms[],
  right: readonly FieldTerms[],
  odds: Float64Array,
): Judge {
  const blocks = { left: readBlocks(left), right: readBlocks(right) };
  const partners = pairBlocks(blocks.left, blocks.right, odds, right.length);
  const blockOf = (list: Block[]) =>
    new Map(list.flatMap(({ fields }, block) => fields.map((index) => [index, block])));
  const of = { left: blockOf(blocks.left), right: blockOf(blocks.right) };
  const weigh = (i: number, j: number) => {
    const one = of.left.get(i);
    const other = of.right.get(j);
    if (one === undefined || other === undefined) return 0;
    const chosen = partners.find(({ row, column }) => row === one || column === other);
    if (!chosen) return 0;
    return (chosen.row === one && chosen.column === other ? together : apart) * chosen.clear;
  };
  return {
    weigh,
    tell(i, j) {
      const weight = weigh(i, j);
      if (weight === 0) return null;
      const text =
        weight > 0 ? 'other parts of the address go together' : 'they are parts of different addresses';
      return { kind: 'address', weight, text };
    },
  };
}

type Block = { name: string; fields: number[] };

/** Two blocks that belong together, and how much the next best way to pair all of them would lose, 1 at most. */
type Partners = { row: number; column: number; clear: number };

/** Pairs the blocks that together have the most parts in common. */
function pairBlocks(left: Block[], right: Block[], odds: Float64Array, columns: number): Partners[] {
  const worth = left.map(({ name, fields }) =>
    right.map((other) =>
      fields.reduce(
        (sum, i) => {
          const best = Math.max(...other.fields.map((j) => odds[i * columns + j] as number));
          return sum + 1 / (1 + Math.exp(-best)) - leastShare;
        },
        initialOf(name, other.name) ? 1 : 0,
      ),
    ),
  );
  const pairs = (values: readonly number[]) =>
    [...assign(Float64Array.from(values), left.length, right.length)].flatMap((column, row) =>
      column < 0 ? [] : [{ row, column }],
    );
  const at = ({ row, column }: { row: number; column: number }) => row * right.length + column;
  const sum = (values: readonly number[]) =>
    pairs(values).reduce((all, pair) => all + (values[at(pair)] as number), 0);
  const flat = worth.flat();
  return pairs(flat)
    .map((pair) => ({ ...pair, clear: Math.min(1, sum(flat) - sum(flat.with(at(pair), 0))) }))
    .filter(({ clear }) => clear > 0);
}

/** `s_city` may be short for `shipping_city`. */
function initialOf(one: string, other: string): boolean {
  return (one.length === 1 || other.length === 1) && one !== '' && one[0] === other[0];
}

/** Fields of a side by the address they are parts of; one part alone makes no address. */
function readBlocks(fields: readonly FieldTerms[]): Block[] {
  const blocks = new Map<string, number[]>();
  fields.forEach(({ texts }, index) => {
    const terms = texts[0]?.terms ?? [];
    if (!terms.some((term) => parts.has(term.meaning))) return;
    const name = terms
      .filter((term) => !parts.has(term.meaning) && term.role !== 'form' && term.role !== 'filler')
      .map((term) => term.meaning)
      .join(' ');
    blocks.set(name, [...(blocks.get(name) ?? []), index]);
  });
  return [...blocks].flatMap(([name, list]) => (list.length > 1 ? [{ name, fields: list }] : []));
}
