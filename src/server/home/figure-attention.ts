import type { FlowBurn } from '#db/figures/read-burns.ts';
import type { LastVerify } from '#db/figures/read-verifies.ts';
import { counted } from '#lib/counted.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import type { FlowRow } from '../flows/list-flows.ts';
import type { Attention } from './attention.ts';

/** A target whose budget is used up, or will be within its time if it goes on so. @param now microseconds since 1970. */
export function burnItems(
  { id, name }: FlowRow,
  { target, burn, lateNow }: FlowBurn,
  root: string,
  now: number,
): Attention[] {
  const { exhaustedAt, month, hour } = burn;
  if (exhaustedAt === null) return [];
  const goal = `${+(target.share * 100).toFixed(3)} % within ${describeDuration(target.withinMs)}`;
  const late = `${counted(month.late, 'record')} of ${month.all.toLocaleString('en-GB')} took longer in 30 days`;
  const open =
    lateNow > 0
      ? ` ${counted(lateNow, 'record')} ${lateNow === 1 ? 'is' : 'are'} out of line for too long now.`
      : '';
  const over = exhaustedAt <= now;
  return [
    {
      kind: 'target-burning',
      severity: over ? 'error' : 'warning',
      title: over
        ? `${name} missed its target of ${goal}`
        : `${name} uses its error budget up in ${describeDuration((exhaustedAt - now) / 1000)}`,
      detail: over
        ? `${late}; nothing of the budget is left.${open}`
        : `The target is ${goal}; it burns ${(hour.rate ?? 0).toFixed(1)} times as fast as that allows. ${late}.${open}`,
      href: `${root}/flows/${id}/monitor?range=24h`,
      action: 'See the figures',
    },
  ];
}

/** Differences that the last comparison found and nothing explains. */
export function verifyItems(
  { id, name }: FlowRow,
  { differ, records, operationId }: LastVerify,
  root: string,
): Attention[] {
  if (differ === 0) return [];
  return [
    {
      kind: 'verify-failed',
      severity: 'error',
      title: `${counted(differ, 'record')} of ${name} ${differ === 1 ? 'differs' : 'differ'} for no known reason`,
      detail: `The last verify compared ${records.toLocaleString('en-GB')}. Repair lets the rules of the flow decide on them.`,
      href: operationId ? `${root}/activity/operations/${operationId}` : `${root}/flows/${id}/monitor`,
      action: 'See what differs',
    },
  ];
}
