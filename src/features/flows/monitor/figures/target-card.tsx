'use client';

import { Target } from 'lucide-react';
import { useState } from 'react';
import type { BudgetBurn, WindowBurn } from '#core/figures/budget-burn.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { ClockTime } from '#ui/clock-time.tsx';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { TargetDialog } from './target-dialog.tsx';

type FlowBurn = NonNullable<ApiOutput['figures']['burn']>;

const windows = [
  ['hour', '1 h'],
  ['day', '24 h'],
  ['month', '30 d'],
] as const;

/** Two digits where they tell much. */
export function shareWords(share: number): string {
  return `${+(share * 100).toFixed(share > 1 ? 0 : share > 0.99 || share < 0.1 ? 3 : 1)} %`;
}

function stateOf({ month, hour, exhaustedAt }: BudgetBurn, now: number) {
  if ((month.used ?? 0) >= 1) return { tone: 'fail', words: 'The budget is used up' } as const;
  if (exhaustedAt !== null && exhaustedAt > now) return { tone: 'warn', words: 'Burning' } as const;
  if (month.all === 0 || hour.all + month.all === 0)
    return { tone: 'neutral', words: 'No records yet' } as const;
  return { tone: 'ok', words: 'Within target' } as const;
}

/** What is expected of the flow, and how much of its error budget is used. */
export function TargetCard({ burn }: { burn: FlowBurn | null }) {
  const { can } = useWorkspace();
  const [open, setOpen] = useState(false);
  const allowed = can('figures.setTarget');
  const target = burn?.target ?? null;
  return (
    <section aria-label="Target" className="flex min-w-0 flex-col rounded-lg border border-line bg-surface">
      <header className="flex h-10 items-center gap-3 px-4">
        <h3 className="font-semibold text-ink">Target</h3>
        <p className="min-w-0 flex-1 truncate text-sm text-ink-3">
          {target
            ? `${shareWords(target.share)} agree within ${describeDuration(target.withinMs)}`
            : 'not set'}
        </p>
        {burn ? <BurnState burn={burn} /> : null}
        <Button size="sm" disabled={!allowed} onClick={() => setOpen(true)}>
          {target ? 'Change' : 'Set'}
        </Button>
      </header>
      {burn ? (
        <Burn burn={burn} />
      ) : (
        <div className="flex flex-1 flex-col items-center justify-center gap-1 px-4 pb-4 text-center text-sm text-ink-3">
          <Target aria-hidden className="size-5" />
          Say which share of the records should agree again within which time, and see how fast the rest is
          used.
        </div>
      )}
      {open ? <TargetDialog target={target} open onOpenChange={setOpen} /> : null}
    </section>
  );
}

function BurnState({ burn: { burn } }: { burn: FlowBurn }) {
  const { tone, words } = stateOf(burn, Date.now() * 1000);
  return <StatusDot tone={tone}>{words}</StatusDot>;
}

function Burn({ burn: { burn, lateNow } }: { burn: FlowBurn }) {
  const used = burn.month.used ?? 0;
  const tone = used >= 1 ? 'fail' : burn.exhaustedAt !== null ? 'warn' : 'accent';
  return (
    <div className="flex flex-1 flex-col gap-3 px-4 pt-1 pb-3">
      <div>
        <p className="flex items-baseline gap-2 tabular-nums">
          <span className="text-xl font-semibold">
            {burn.reached === null ? '–' : shareWords(burn.reached)}
          </span>
          <span className="text-sm text-ink-3">
            in time, of {burn.month.all.toLocaleString('en')} in 30 days
          </span>
        </p>
        <div className="mt-2">
          <ProgressBar label="Error budget used" value={used} tone={tone} />
        </div>
      </div>
      <table className="w-full border-collapse text-sm tabular-nums">
        <thead>
          <tr className="h-6 text-ink-3">
            <th scope="col" className="text-left font-normal">
              Over
            </th>
            <th scope="col" className="text-right font-normal">
              Late
            </th>
            <th scope="col" className="text-right font-normal">
              Budget used
            </th>
            <th scope="col" className="text-right font-normal">
              Burn rate
            </th>
          </tr>
        </thead>
        <tbody>
          {windows.map(([name, label]) => (
            <WindowRow key={name} label={label} window={burn[name]} />
          ))}
        </tbody>
      </table>
      <p className="mt-auto text-sm text-ink-2">
        {lateNow > 0 ? `${lateNow.toLocaleString('en')} out of line for too long now. ` : ''}
        {used >= 1 ? (
          'Nothing of the budget is left.'
        ) : burn.exhaustedAt === null ? (
          'At the pace of the last hour the budget lasts.'
        ) : (
          <>
            At the pace of the last hour it is used up <ClockTime at={burn.exhaustedAt / 1000} />.
          </>
        )}
      </p>
    </div>
  );
}

function WindowRow({ label, window: { late, used, rate } }: { label: string; window: WindowBurn }) {
  return (
    <tr className="h-6">
      <th scope="row" className="text-left font-normal text-ink-2">
        {label}
      </th>
      <td className="text-right">{late.toLocaleString('en')}</td>
      <td className="text-right">{used === null ? '–' : shareWords(used)}</td>
      <td className={classNames('text-right', rate !== null && rate > 1 && 'text-warn')}>
        {rate === null ? '–' : `${rate.toFixed(2)}×`}
      </td>
    </tr>
  );
}
