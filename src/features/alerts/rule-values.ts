import { z } from 'zod';
import { AlertCondition, AlertName, AlertRuleBody, Severity } from '#core/alerts/alert-rule.ts';
import { findRuleProblem, isOfLanes } from '#core/alerts/find-rule-problem.ts';
import { FigureName, figures } from '#core/figures/figure.ts';
import type { Rule } from './rule-list.tsx';

const number = z.number({ error: 'A number is missing.' });
const optional = z.number().nullable();

/** A rule as the form has it: the fields of every condition side by side. */
const Fields = z.object({
  name: AlertName,
  enabled: z.boolean(),
  severity: Severity,
  /** Empty: every flow. */
  flowId: z.string(),
  /** Empty: each lane. */
  laneId: z.string(),
  kind: z.enum(['figure', 'issue', 'failures', 'hold', 'breaker', 'drift', 'flow', 'verify', 'runner']),
  figure: FigureName,
  comparison: z.enum(['above', 'below']),
  threshold: number,
  clearAt: optional,
  /** Empty: every code, each counted by itself. */
  code: z.string(),
  count: number,
  minutes: number,
  heldMinutes: number,
  stoppingOnly: z.boolean(),
  state: z.enum(['failing', 'paused']),
  atLeast: number,
  forSeconds: number,
  clearSeconds: number,
  /** Null: once. */
  remindMinutes: optional,
  message: z.string().max(2_000),
  channelIds: z.array(z.string()),
});
export type RuleValues = z.infer<typeof Fields>;

/** The fields, of which what the chosen condition takes must fit it. */
export const RuleValues = Fields.superRefine((values, context) => {
  const parsed = AlertRuleBody.safeParse(toBody(values));
  for (const { path, message } of parsed.error?.issues ?? []) {
    const name = path.at(-1) === 'minutes' && values.kind === 'hold' ? 'heldMinutes' : path.at(-1);
    context.addIssue({ code: 'custom', path: [name ?? 'name'], message });
  }
  const problem = parsed.data && findRuleProblem(parsed.data.condition, null);
  if (problem) context.addIssue({ code: 'custom', path: [problem.field], message: problem.message });
});

/** Bytes are typed as megabytes, shares as per cent. */
export function figureScale(figure: RuleValues['figure']): { factor: number; unit: string } {
  const { unit } = figures[figure];
  if (unit === 'bytes') return { factor: 1024 ** 2, unit: 'MB' };
  return unit === 'share' ? { factor: 0.01, unit: '%' } : { factor: 1, unit };
}

function toCondition(values: RuleValues): unknown {
  const { kind } = values;
  const { factor } = figureScale(values.figure);
  const clearAt = values.clearAt;
  switch (kind) {
    case 'figure': {
      const { figure, comparison, threshold } = values;
      return {
        kind,
        figure,
        comparison,
        threshold: threshold * factor,
        clearAt: clearAt && clearAt * factor,
        ...(figures[figure].over === 'window' ? { minutes: values.minutes } : {}),
      };
    }
    case 'failures':
      return { kind, code: values.code.trim() || null, count: values.count, minutes: values.minutes };
    case 'issue':
      return { kind, minutes: values.minutes };
    case 'hold':
      return { kind, minutes: values.heldMinutes };
    case 'drift':
      return { kind, stoppingOnly: values.stoppingOnly };
    case 'flow':
      return { kind, state: values.state };
    case 'runner':
      return { kind, atLeast: values.atLeast };
    case 'breaker':
    case 'verify':
      return { kind };
  }
}

function toBody(values: RuleValues): unknown {
  const { forSeconds, clearSeconds, severity, message } = values;
  const remindMinutes = values.remindMinutes;
  return { condition: toCondition(values), forSeconds, clearSeconds, severity, message, remindMinutes };
}

/** What the form's values mean to the API. */
export function toRule(values: RuleValues, id: string | undefined) {
  const { name, enabled, channelIds } = values;
  const body = AlertRuleBody.parse(toBody(values));
  const flowId = values.kind === 'runner' || values.flowId === '' ? null : values.flowId;
  const laneId = flowId === null || values.laneId === '' || !isOfLanes(values) ? null : values.laneId;
  return { id, name, enabled, flowId, laneId, channelIds, ...body };
}

const fresh: RuleValues = {
  ...{
    name: '',
    enabled: true,
    severity: 'warning',
    flowId: '',
    laneId: '',
    kind: 'figure',
    message: '',
    channelIds: [],
  },
  ...{ figure: 'lag.p99', comparison: 'above', threshold: 30_000, clearAt: null },
  ...{ code: '', count: 10, minutes: 10, heldMinutes: 60, stoppingOnly: true, state: 'failing', atLeast: 1 },
  ...{ forSeconds: 60, clearSeconds: 60, remindMinutes: null },
};

/** The form's values for a rule, or for a new one. */
export function fromRule(rule: Rule | null): RuleValues {
  if (!rule) return fresh;
  const { name, enabled, severity, flowId, forSeconds, clearSeconds, remindMinutes, message, channelIds } =
    rule;
  const { kind, ...condition } = AlertCondition.parse(rule.condition) as AlertCondition &
    Record<string, unknown>;
  const values: RuleValues = {
    ...fresh,
    ...{ name, enabled, severity, forSeconds, clearSeconds, message, channelIds, kind },
    flowId: flowId ?? '',
    laneId: rule.laneId ?? '',
    remindMinutes,
  };
  if (kind === 'hold') return { ...values, heldMinutes: Number(condition.minutes) };
  const filled = { ...values, ...condition, code: (condition.code as string | null | undefined) ?? '' };
  if (kind !== 'figure') return filled;
  const { factor } = figureScale(filled.figure);
  const clearAt = condition.clearAt as number | null;
  return {
    ...filled,
    threshold: filled.threshold / factor,
    clearAt: clearAt === null ? null : clearAt / factor,
  };
}
