import { counted } from '#lib/counted.ts';
import { describeAge } from '#lib/describe-age.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import type { ApiOutput } from '#trpc/api-types.ts';

type Summary = ApiOutput['home']['summary'];

/** Why nothing needs attention, in numbers. */
export function CalmFacts({ summary }: { summary: Summary }) {
  const { flows, counts, lagP99, disagreementP99, verified, budget } = summary;
  const live = flows.filter(({ phase }) => phase === 'live').length;
  const changes = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const failed = counts.failed + counts.parked;
  const facts = [
    `${live} of ${counted(flows.length, 'flow')} live`,
    `${counted(changes, 'change')} in 24 hours, ${failed > 0 ? failed.toLocaleString('en') : 'none'} failed`,
    lagP99 === null ? '' : `99 % arrived within ${describeDuration(lagP99)}`,
    disagreementP99 === null
      ? ''
      : `99 % of the records agreed again within ${describeDuration(disagreementP99)}`,
    budget
      ? `${budget.flow} has used ${(budget.used * 100).toFixed(budget.used < 0.1 ? 1 : 0)} % of its error budget`
      : '',
    verified
      ? `last verify ${describeAge(Date.now() - verified.at / 1000)}, ${verified.differ.toLocaleString('en')} differ`
      : 'not verified yet',
  ];
  return <p className="text-ink-2 tabular-nums">{facts.filter(Boolean).join(' · ')}</p>;
}
