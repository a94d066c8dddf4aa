import { z } from 'zod';

/** In what a figure is told: milliseconds, seconds, a share (0 to 1), a plain ratio, or a number of things. */
export type FigureUnit = 'ms' | 's' | 'share' | 'ratio' | 'changes' | 'changes/min' | 'records' | 'bytes';

export type Figure = {
  label: string;
  unit: FigureUnit;
  /** `lane`: it can be told of a flow, of one lane, and of one side of a lane; `flow`: of a flow alone. */
  scope: 'lane' | 'flow';
  /** Of which time it tells: of the window that it is asked over, of the last 30 days, or of the latest result. */
  over: 'window' | 'month' | 'latest';
  /** One sentence for people. */
  meaning: string;
};

/**
 * Every figure that is kept of flows and lanes. They are read with `db/figures/read-figures.ts`: all of them at once,
 * for as many flows as wanted, over one window. A value is null where nothing can be said: nothing passed, the flow did
 * not run, no target is set, nothing was verified. Null is neither above nor below any limit.
 */
export const figures = {
  'lag.p50': lag('half'),
  'lag.p95': lag('95 %'),
  'lag.p99': lag('99 %'),
  'disagreement.p50': disagreement('half'),
  'disagreement.p95': disagreement('95 %'),
  'disagreement.p99': disagreement('99 %'),
  'changes.rate': {
    label: 'Changes a minute',
    unit: 'changes/min',
    scope: 'lane',
    over: 'window',
    meaning: 'Changes that came to an outcome, on average per minute.',
  },
  'changes.applied': outcome('Applied', 'were carried'),
  'changes.unchanged': outcome('Unchanged', 'the other side held already'),
  'changes.resolved': outcome('Resolved', 'were part of a conflict that a rule or a person decided'),
  'changes.held': outcome('Held', 'came to wait for a person'),
  'changes.parked': outcome('Parked', 'were set aside after a failure'),
  'changes.failed': outcome('Failed', 'could not be carried nor set aside'),
  'changes.skipped': outcome('Skipped', 'were left out on purpose'),
  'errors.count': {
    label: 'Errors',
    unit: 'changes',
    scope: 'lane',
    over: 'window',
    meaning: 'Changes that were parked or failed.',
  },
  'errors.share': {
    label: 'Share of errors',
    unit: 'share',
    scope: 'lane',
    over: 'window',
    meaning: 'Parked and failed changes, of all that came to an outcome.',
  },
  'queue.changes': depth('Changes waiting', 'changes', 'Changes that were read and waited to be carried'),
  'queue.reconcile': depth('Reconciling', 'records', 'Records whose sides were being read'),
  'queue.held': depth('Held records', 'records', 'Records that waited for a person'),
  'queue.parked': depth('Parked records', 'records', 'Records that were set aside'),
  'log.held-back': {
    label: 'Log held back',
    unit: 'bytes',
    scope: 'flow',
    over: 'window',
    meaning: 'The most log that one source kept for the flow at once.',
  },
  'target.burn-rate': {
    label: 'Burn rate',
    unit: 'ratio',
    scope: 'flow',
    over: 'window',
    meaning: 'How fast the error budget was used: 1 uses all of it in 30 days, 14.4 in two.',
  },
  'target.budget-used': {
    label: 'Budget used',
    unit: 'share',
    scope: 'flow',
    over: 'month',
    meaning: 'Records that differed for too long in the last 30 days, of those that the target allows.',
  },
  'running.share': {
    label: 'Running',
    unit: 'share',
    scope: 'lane',
    over: 'window',
    meaning: 'How much of the time it ran.',
  },
  'verify.differ': {
    label: 'Differences found',
    unit: 'records',
    scope: 'flow',
    over: 'latest',
    meaning: 'Records that differed for no known reason when both sides were last compared.',
  },
  'verify.age': {
    label: 'Since the last verify',
    unit: 's',
    scope: 'flow',
    over: 'latest',
    meaning: 'Seconds since both sides were last compared as a whole.',
  },
} as const satisfies Record<string, Figure>;

export const FigureName = z.enum(Object.keys(figures) as [keyof typeof figures, ...(keyof typeof figures)[]]);
export type FigureName = z.infer<typeof FigureName>;

/** Every figure of one flow or lane; null where nothing can be said. */
export type FigureValues = Record<FigureName, number | null>;

function lag(share: string): Figure {
  return {
    label: `Lag, ${share}`,
    unit: 'ms',
    scope: 'lane',
    over: 'window',
    meaning: `Time from a change's commit until the other side showed it: ${share} of the changes took no longer.`,
  };
}

function disagreement(share: string): Figure {
  return {
    label: `Disagreement, ${share}`,
    unit: 'ms',
    scope: 'lane',
    over: 'window',
    meaning: `Time for which a record's two sides differed: ${share} of the records agreed again within it.`,
  };
}

function outcome(label: string, what: string): Figure {
  return { label, unit: 'changes', scope: 'lane', over: 'window', meaning: `Changes that ${what}.` };
}

function depth(label: string, unit: FigureUnit, what: string): Figure {
  return { label, unit, scope: 'lane', over: 'window', meaning: `${what}, at most at once.` };
}
