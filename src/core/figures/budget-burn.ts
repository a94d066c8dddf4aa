import type { FlowTarget } from './flow-target.ts';

/** Records that came to agree within some time, and how many of them took too long. */
export type TargetCount = {
  all: number;
  /** Those that took longer than the target allows, and those that are out of line now for longer than that. */
  late: number;
};

/** How the error budget fared within one window. */
export type WindowBurn = TargetCount & {
  /** Share of the 30 days' budget that was used within this window; null where there was nothing to budget. */
  used: number | null;
  /** How many times faster than the target allows; null where nothing passed. */
  rate: number | null;
};

export type BudgetBurn = {
  hour: WindowBurn;
  day: WindowBurn;
  month: WindowBurn;
  /** Share of records of the last 30 days that agreed in time; null without any. */
  reached: number | null;
  /**
   * When the budget is used up if it goes on as in the last hour, microseconds since 1970; `now` where it is used up
   * already; null where it lasts.
   */
  exhaustedAt: number | null;
};

const HOUR_MICROS = 3_600e6;
const MONTH_HOURS = 30 * 24;

/**
 * The use of a target's error budget over the last 30 days, as in Google's Site Reliability Workbook, chapter 5: the
 * budget is the share of records that the target lets be late; a burn rate of 1 uses it up in just the 30 days.
 *
 * @param counts within the last hour, day and 30 days. @param now microseconds since 1970.
 */
export function budgetBurn(
  { share }: Pick<FlowTarget, 'share'>,
  counts: Record<'hour' | 'day' | 'month', TargetCount>,
  now: number,
): BudgetBurn {
  const budget = (1 - share) * counts.month.all;
  const burn = (count: TargetCount): WindowBurn => ({
    ...count,
    used: budget > 0 ? count.late / budget : null,
    rate: count.all > 0 ? count.late / count.all / (1 - share) : null,
  });
  const { all, late } = counts.month;
  const left = budget - late;
  const lasts = counts.hour.late > 0 ? left / counts.hour.late : Number.POSITIVE_INFINITY;
  return {
    hour: burn(counts.hour),
    day: burn(counts.day),
    month: burn(counts.month),
    reached: all > 0 ? 1 - late / all : null,
    exhaustedAt:
      all === 0 ? null : left <= 0 && late > 0 ? now : lasts < MONTH_HOURS ? now + lasts * HOUR_MICROS : null,
  };
}
