import { readTerms } from '../field-terms.ts';
import { meaningNearness } from '../meaning-nearness.ts';
import { splitName } from '../split-name.ts';
import type { StreamSide } from '../stream-side.ts';
import type { Evidence } from '../suggestion.ts';
import type { Judge } from './judge.ts';

/** What keys and references say: keys go with keys, and references with those to like streams. */
export function keyJudge(left: StreamSide, right: StreamSide): Judge {
  const keys = { left: soleKey(left), right: soleKey(right) };
  const references = { left: soleReferences(left), right: soleReferences(right) };
  const tell = (i: number, j: number): Evidence | null => {
    const one = left.fields[i]?.name ?? '';
    const other = right.fields[j]?.name ?? '';
    if (keys.left !== null && keys.right !== null) {
      const both = Number(one === keys.left) + Number(other === keys.right);
      if (both === 2) return { kind: 'key', weight: 1.5, text: 'both are the primary key' };
      if (both === 1) return { kind: 'key', weight: -1.5, text: 'one is the primary key, the other is not' };
    }
    const to = references.left.get(one);
    const from = references.right.get(other);
    if (to === undefined || from === undefined) return null;
    return streamsAlike(to, from)
      ? { kind: 'reference', weight: 1.5, text: `both refer to ${plainName(to)}` }
      : {
          kind: 'reference',
          weight: -1,
          text: `one refers to ${plainName(to)}, the other to ${plainName(from)}`,
        };
  };
  return { weigh: (i, j) => tell(i, j)?.weight ?? 0, tell };
}

function soleKey({ key }: StreamSide): string | null {
  return key?.length === 1 ? (key[0] ?? null) : null;
}

/** The stream that a field of its own refers to, by its name. */
function soleReferences({ references }: StreamSide): Map<string, string> {
  return new Map(
    (references ?? []).flatMap(({ fields, stream }) =>
      fields.length === 1 ? [[fields[0] ?? '', stream]] : [],
    ),
  );
}

function streamsAlike(one: string, other: string): boolean {
  const read = (name: string) =>
    readTerms(splitName(plainName(name))).filter(({ role }) => role !== 'filler');
  const terms = read(other);
  return read(one).some(({ meaning }) => terms.some((term) => meaningNearness(meaning, term.meaning) >= 0.7));
}

function plainName(stream: string): string {
  return stream.split('.').at(-1) ?? stream;
}
