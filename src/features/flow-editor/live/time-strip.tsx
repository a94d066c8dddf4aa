'use client';

import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useMemo } from 'react';
import type { SeriesStep } from '#core/figures/figure-series.ts';
import { useMinute } from '#features/records/use-minute.ts';
import { useWorkspace } from '#features/workspace/workspace-provider.tsx';
import { classNames } from '#lib/class-names.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { Button } from '#ui/button.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { usePageVisible } from '#ui/use-page-visible.ts';
import { useLive, useSession } from '../session/use-session.tsx';
import { type PastMinute, settledIn } from './past-live.ts';
import { usePast, usePastMoment } from './use-past.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The last day under the canvas: its throughput, and a slider that shows any minute of it on the canvas. */
export function TimeStrip() {
  const deployed = useLive((state) => state.status !== null);
  return deployed ? <Strip /> : null;
}

function Strip() {
  const now = useMinute();
  const [at, setAt] = usePastMoment();
  const { minute, error } = usePast(at);
  const ago = at ? Math.round((now - at.getTime()) / MINUTE) : 0;
  const place = DAY_MINUTES - Math.min(DAY_MINUTES, Math.max(0, ago));
  const choose = (next: number) =>
    void setAt(next >= DAY_MINUTES ? null : new Date(now - (DAY_MINUTES - next) * MINUTE));
  return (
    <section aria-label="The last day" className="shrink-0 border-t border-line bg-surface">
      <div className="flex h-11 items-center gap-3 px-3 max-md:h-auto max-md:flex-wrap max-md:gap-y-0 max-md:py-1">
        <div className="flex w-24 shrink-0 items-center">
          {at ? (
            <span className="inline-flex items-center gap-1.5 font-medium text-accent">
              <History aria-hidden className="size-4" />
              As of {clock.format(at)}
            </span>
          ) : (
            <StatusDot tone="ok">Now</StatusDot>
          )}
        </div>
        <div className="relative h-9 min-w-0 flex-1">
          <Day now={now} place={place} />
          <input
            type="range"
            aria-label="Moment shown"
            aria-valuetext={at ? `${clock.format(at)}: ${momentWords(minute)}` : 'Now'}
            min={0}
            max={DAY_MINUTES}
            step={1}
            value={place}
            onChange={(event) => choose(Number(event.target.value))}
            className="absolute inset-0 h-full w-full cursor-ew-resize appearance-none rounded-sm bg-transparent focus-visible:outline-2 focus-visible:outline-accent [&::-moz-range-thumb]:h-9 [&::-moz-range-thumb]:w-1 [&::-moz-range-thumb]:rounded-sm [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:bg-accent [&::-webkit-slider-thumb]:h-9 [&::-webkit-slider-thumb]:w-1 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-sm [&::-webkit-slider-thumb]:bg-accent"
          />
        </div>
        <p
          className={classNames(
            'w-72 shrink-0 truncate text-right text-sm text-ink-2 tabular-nums max-md:order-last max-md:w-full max-md:text-left',
            at ? '' : 'max-md:hidden',
          )}
          aria-live="polite"
        >
          {error
            ? 'That minute could not be read.'
            : at
              ? momentWords(minute)
              : 'Drag to look back over a day.'}
        </p>
        {at ? (
          <Button size="sm" onClick={() => void setAt(null)}>
            Back to live
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** A minute in few words: `128 changes, 2 failed, lag 30 ms`. */
function momentWords(minute: PastMinute | null): string {
  if (!minute) return 'Reading …';
  if (minute.lanes.length === 0) return 'The flow did not run.';
  let changes = 0;
  let failed = 0;
  let lag: number | null = null;
  for (const way of minute.lanes.flatMap(({ left, right }) => [left, right])) {
    changes += settledIn(way);
    failed += way ? way.outcomes.parked + way.outcomes.failed : 0;
    if (way?.lag) lag = Math.max(lag ?? 0, way.lag.p99);
  }
  return [
    `${changes.toLocaleString('en')} ${changes === 1 ? 'change' : 'changes'}`,
    failed > 0 ? `${failed.toLocaleString('en')} failed` : '',
    lag === null ? '' : `lag p99 ${describeDuration(lag)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function total({ outcomes }: SeriesStep): number | null {
  return outcomes ? Object.values(outcomes).reduce((sum, count) => sum + count, 0) : null;
}

/** The day's throughput as bars; decoration behind the slider, which tells it in words. */
function Day({ now, place }: { now: number; place: number }) {
  const { id } = useSession();
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const visible = usePageVisible();
  const to = now + MINUTE;
  const day = useQuery(
    trpc.figures.show.queryOptions(
      {
        workspace,
        id,
        from: new Date(to - DAY_MINUTES * MINUTE).toISOString(),
        to: new Date(to).toISOString(),
      },
      { refetchInterval: visible && 30_000, placeholderData: (before) => before },
    ),
  );
  const series = day.data?.series;
  const bars = useMemo(() => {
    if (!series) return [];
    const totals = series.steps.map(total);
    const most = Math.max(1, ...totals.map((value) => value ?? 0));
    const from = now - DAY_MINUTES * MINUTE;
    const width = (series.stepSeconds * 1000) / (DAY_MINUTES * MINUTE);
    return series.steps.map((step, index) => {
      const value = totals[index] ?? null;
      const failed = step.outcomes ? step.outcomes.parked + step.outcomes.failed > 0 : false;
      return {
        at: step.at,
        x: (step.at - from) / (DAY_MINUTES * MINUTE),
        width,
        // The root lets quiet hours be seen beside busy ones.
        height: value === null ? 0 : Math.sqrt(value / most),
        failed,
        ran: value !== null,
      };
    });
  }, [series, now]);
  return (
    <svg aria-hidden viewBox="0 0 1000 36" preserveAspectRatio="none" className="absolute inset-0 size-full">
      <line x1="0" x2="1000" y1="35.5" y2="35.5" className="stroke-line" vectorEffect="non-scaling-stroke" />
      {bars.map(({ at, x, width, height, failed, ran }) => (
        <rect
          key={at}
          x={x * 1000}
          width={Math.max(0.5, width * 1000 - 1.5)}
          y={35 - Math.max(ran ? 1 : 0, height * 32)}
          height={Math.max(ran ? 1 : 0, height * 32)}
          className={failed ? 'fill-warn' : x * DAY_MINUTES <= place ? 'fill-accent' : 'fill-line-strong'}
          opacity={failed ? 0.9 : 0.45}
        />
      ))}
    </svg>
  );
}
