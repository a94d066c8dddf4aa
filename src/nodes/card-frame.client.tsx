'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '#core/flow/problem.ts';
import { classNames } from '#lib/class-names.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import { ProgressBar } from '#ui/progress-bar.tsx';
import { Sparkline } from '#ui/sparkline.tsx';
import { StatusDot, type Tone } from '#ui/status-dot.tsx';
import { CARD_SIZE, type NodeSize } from './node-definition.ts';
import type { NodeLive } from './node-live.ts';

/** A card's status: a word, and the tone of its dot. */
export type CardStatus = { tone: Tone; text: string; hollow?: boolean; pulsing?: boolean };

const phases: Record<NodeLive['phase'], CardStatus> = {
  starting: { tone: 'accent', text: 'Starting', pulsing: true },
  'first-sync': { tone: 'accent', text: 'First sync', pulsing: true },
  live: { tone: 'ok', text: 'Healthy' },
  tripped: { tone: 'warn', text: 'Stopped by breaker' },
  paused: { tone: 'neutral', text: 'Paused', hollow: true },
  failing: { tone: 'fail', text: 'Failing' },
  ran: { tone: 'accent', text: 'Ran', hollow: true },
  rested: { tone: 'neutral', text: 'Did not run', hollow: true },
};

/** What a card says of its node: problems first, then what runs, then that it is not deployed. */
export function cardStatus(
  problems: readonly Problem[],
  live: NodeLive | null,
  idle: CardStatus,
): CardStatus {
  if (live?.phase === 'ran') return pastStatus(live);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  if (errors > 0) return { tone: 'fail', text: errors === 1 ? '1 problem' : `${errors} problems` };
  return live ? phases[live.phase] : idle;
}

/** What a card says of a past minute: what failed then, else how fast it was. */
function pastStatus({ failed, lagMs }: NodeLive): CardStatus {
  if (failed > 0) return { tone: 'warn', text: `${failed.toLocaleString('en')} failed`, hollow: true };
  return lagMs === null ? phases.ran : { ...phases.ran, text: `Lag ${describeDuration(lagMs)}` };
}

function ProblemMark({ problems }: { problems: readonly Problem[] }) {
  const [first] = problems;
  if (!first) return null;
  const error = problems.some((problem) => problem.severity === 'error');
  const Icon = error ? CircleAlert : TriangleAlert;
  return (
    <span
      title={problems.map((problem) => problem.message).join('\n')}
      className={classNames('ml-auto shrink-0', error ? 'text-fail' : 'text-warn')}
    >
      <Icon className="size-4" aria-hidden />
      <span className="sr-only">
        {problems.length === 1 ? first.message : `${problems.length} problems, first: ${first.message}`}
      </span>
    </span>
  );
}

/** The card that all lane nodes share: tile, title, subtitle, and a line of status with count and sparkline. */
export function CardFrame({
  tile,
  title,
  subtitle,
  mono = false,
  selected,
  problems,
  status,
  live,
  size = CARD_SIZE,
  children,
}: {
  tile: ReactNode;
  title: string;
  subtitle: string;
  mono?: boolean;
  selected: boolean;
  problems: readonly Problem[];
  status: CardStatus;
  live: NodeLive | null;
  /** Of a card that has more to show, between its title and its status. */
  size?: NodeSize;
  children?: ReactNode;
}) {
  const failing = status.tone === 'fail';
  const progress = live?.firstSync ?? null;
  return (
    <div
      style={size}
      data-card={failing ? 'failing' : ''}
      className={classNames(
        'relative flex flex-col rounded-lg border bg-surface text-left',
        selected ? 'border-accent ring-2 ring-accent/30' : failing ? 'border-fail/70' : 'border-line',
      )}
    >
      <div className="flex min-h-0 flex-1 items-center gap-2.5 px-3">
        {tile}
        <div className="min-w-0 flex-1">
          <p className="truncate text-base leading-[18px] font-semibold text-ink">{title}</p>
          <p
            className={classNames(
              'truncate leading-[18px] text-ink-2',
              mono ? 'font-mono text-xs' : 'text-sm',
            )}
          >
            {subtitle}
          </p>
        </div>
        <ProblemMark problems={problems} />
      </div>
      {children}
      <div className="relative flex h-[30px] shrink-0 items-center gap-2 border-t border-line px-3 text-sm">
        <StatusDot tone={status.tone} hollow={status.hollow} pulsing={status.pulsing} className="truncate">
          {status.text}
        </StatusDot>
        {live ? <Figures live={live} /> : null}
        {progress ? (
          <div className="absolute inset-x-3 -top-[2.5px]">
            <ProgressBar
              label={`First sync of ${title}`}
              value={progress.estimate ? progress.done / progress.estimate : null}
            />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Figures({ live }: { live: NodeLive }) {
  const sync = live.firstSync;
  return (
    <>
      <span className="ml-auto text-ink-2 tabular-nums">
        {sync
          ? `${sync.done.toLocaleString('en')}${sync.estimate === null ? '' : ` of ${sync.estimate.toLocaleString('en')}`}`
          : live.carried.toLocaleString('en')}
        <span className="sr-only">{sync ? ' rows read' : ' changes carried'}</span>
      </span>
      {!sync && live.history.some((value) => value > 0) ? <Sparkline values={live.history} /> : null}
    </>
  );
}
