import type { DecisionsMade } from '#core/flow/stamp-decisions.ts';
import type { Audit } from '../workspace-context.ts';

const listed = 50;

/** Writes down which suggestions were taken and turned down; pairs that people draw belong to the draft as a whole. */
export async function auditDecisions(
  audit: Audit,
  flow: { id: string; name: string },
  { automatic, accepted, rejected }: DecisionsMade,
): Promise<void> {
  const made = { automatic, accepted, rejected };
  const told = Object.entries(made).filter(([, pairs]) => pairs.length > 0);
  if (told.length === 0) return;
  const counts = Object.fromEntries(told.map(([kind, pairs]) => [kind, pairs.length]));
  const pairs = Object.fromEntries(told.map(([kind, list]) => [kind, list.slice(0, listed)]));
  const detail = { ...counts, pairs };
  await audit({ action: 'mapping.decide', target: { kind: 'flow', id: flow.id, name: flow.name }, detail });
}
