import { z } from 'zod';
import { Severity } from './alert-rule.ts';

/** What one incident has come to. Holds no value of a record. Times are ISO 8601. */
export const AlertNotice = z.object({
  incidentId: z.string(),
  event: z.enum(['fired', 'reminded', 'resolved']),
  rule: z.string(),
  severity: Severity,
  flow: z.object({ id: z.string(), name: z.string() }).nullable(),
  lane: z.string().nullable(),
  /** One sentence: what is, or was, so. */
  detail: z.string(),
  /** What the rule's author wants people to know. */
  message: z.string(),
  value: z.number().nullable(),
  since: z.string(),
  at: z.string(),
  /** The page that shows it. */
  url: z.string(),
});
export type AlertNotice = z.infer<typeof AlertNotice>;

/** How many notices one notification tells; of more, only their number. */
export const noticesAtMost = 20;

/** What a channel is told at once. */
export const Notification = z.object({
  /** `alert`: one; `group`: several that came together; `digest`: what quiet hours held back; `test`: a person asked. */
  kind: z.enum(['alert', 'group', 'digest', 'test']),
  workspace: z.object({ slug: z.string(), name: z.string() }),
  notices: z.array(AlertNotice),
  /** Notices beyond those. */
  more: z.int(),
  /** The page that shows all. */
  url: z.string(),
});
export type Notification = z.infer<typeof Notification>;

const words = { fired: 'Firing', reminded: 'Still firing', resolved: 'Resolved' } as const;

/** A notification in one line, e.g. as the subject of an e-mail. */
export function notificationTitle({ kind, notices, more, workspace }: Notification): string {
  if (kind === 'test') return `Test from ${workspace.name}`;
  const [first] = notices;
  if (kind === 'alert' && first) return noticeTitle(first);
  const count = notices.length + more;
  const firing = notices.filter(({ event }) => event !== 'resolved').length + more;
  const what = firing === 0 ? 'resolved' : firing === count ? 'firing' : 'alerts';
  const held = kind === 'digest' ? ' from quiet hours' : '';
  return `${count.toLocaleString('en-GB')} ${what}${held}: ${rulesOf(notices)} – ${workspace.name}`;
}

/** Up to two rules by name, and how many others. */
function rulesOf(notices: readonly AlertNotice[]): string {
  const rules = [...new Set(notices.map(({ rule }) => rule))];
  const others = rules.length - 2;
  return others > 0 ? `${rules.slice(0, 2).join(', ')} and ${others} more` : rules.join(', ');
}

/** One incident in one line. */
export function noticeTitle({ event, rule, severity, flow }: AlertNotice): string {
  return `${words[event]}: ${rule}${flow ? ` – ${flow.name}` : ''} (${severity})`;
}

/** A test has one line that says so. */
export const testSentence = 'This channel works: a person asked for this test.';
