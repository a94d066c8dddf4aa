import type { PastDecision } from '../past-decision.ts';
import type { StreamSide } from '../stream-side.ts';
import type { Evidence } from '../suggestion.ts';
import type { Judge } from './judge.ts';

/** Log-odds of one more decision than of the other kind; of each doubling after that. */
const weights = { accepted: 2.5, rejected: 8 };

/** What was decided about fields of these names before: a rejection outweighs equal names. */
export function pastJudge(left: StreamSide, right: StreamSide, past: readonly PastDecision[]): Judge {
  const known = new Map<string, { accepted: number; rejected: number }>();
  for (const decision of past) {
    // A pair that was decided on the other way round is the same pair.
    for (const key of new Set([
      `${decision.left}\n${decision.right}`,
      `${decision.right}\n${decision.left}`,
    ])) {
      const counts = known.get(key) ?? { accepted: 0, rejected: 0 };
      counts[decision.verdict] += decision.times;
      known.set(key, counts);
    }
  }
  const tell = (i: number, j: number): Evidence | null => {
    if (known.size === 0) return null;
    const found = known.get(`${left.fields[i]?.name}\n${right.fields[j]?.name}`);
    if (!found) return null;
    const { accepted, rejected } = found;
    const net = Math.log2((1 + accepted) / (1 + rejected));
    const weight = net * (net > 0 ? weights.accepted : weights.rejected);
    const text = [
      accepted > 0 ? `accepted ${times(accepted)} before` : '',
      rejected > 0 ? `rejected ${times(rejected)} before` : '',
    ];
    return { kind: 'past', weight, text: text.filter((each) => each !== '').join(', ') };
  };
  return { weigh: (i, j) => tell(i, j)?.weight ?? 0, tell };
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
