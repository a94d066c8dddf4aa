import {
  type AlertNotice,
  type Notification,
  noticeTitle,
  notificationTitle,
  testSentence,
} from '#core/alerts/notification.ts';

/** The JSON that a webhook gets; `docs/alerts.md` describes it. */
export function webhookBody(id: string, at: number, notification: Notification): string {
  const { kind, workspace, notices, more, url } = notification;
  return JSON.stringify({
    type: `syncline.${kind}`,
    id,
    timestamp: new Date(at).toISOString(),
    title: notificationTitle(notification),
    workspace,
    alerts: notices,
    more,
    url,
  });
}

/** Most characters that Slack takes in a header, and what of its 3,000 in a block a text may fill. */
const slackHeader = 150;
const slackText = { detail: 700, message: 2_050 };

/** The JSON of an incoming webhook of Slack: a title, two blocks for each notice (twenty come within its fifty), a link. */
export function slackBody(notification: Notification): string {
  const { kind, notices, more, url } = notification;
  const title = slackPlain(notificationTitle(notification), slackHeader);
  return JSON.stringify({
    text: title,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title } },
      ...(kind === 'test' ? [plain(testSentence)] : notices.flatMap(slackNotice)),
      ...(more > 0 ? [plain(`and ${more} more`)] : []),
      link(url, 'Open in Syncline'),
    ],
  });
}

/** A block in which stars, underscores and the like are just that. */
function plain(text: string) {
  return { type: 'section', text: { type: 'plain_text', text } };
}

function link(url: string, label: string) {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: `<${url}|${label}>` }] };
}

const marks = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
} as const;

function slackNotice(notice: AlertNotice): object[] {
  const mark = notice.event === 'resolved' ? ':large_green_circle:' : marks[notice.severity];
  const lines = [
    `${mark} ${slackPlain(noticeTitle(notice), slackHeader)}`,
    slackPlain(notice.detail, slackText.detail),
    slackPlain(notice.message, slackText.message),
  ];
  return [plain(lines.filter(Boolean).join('\n')), link(notice.url, 'Open the alert')];
}

const slackOwn: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A text of people's own for Slack, at most so long: the three characters that Slack reads as its own are escaped, so
 * that neither links nor mentions come of it. Who else takes this format may know mentions by their @ alone: it gets a
 * space of no width.
 */
function slackPlain(text: string, most: number): string {
  let plain = '';
  for (const character of text.toWellFormed().replaceAll(/(?<!\w)@(?=\w)/g, '@\u200b')) {
    const next = slackOwn[character] ?? character;
    if (plain.length + next.length >= most) return `${plain}…`;
    plain += next;
  }
  return plain;
}

/** The text of an e-mail. */
export function emailText(notification: Notification): string {
  const { kind, notices, more, url, workspace } = notification;
  const parts =
    kind === 'test'
      ? [testSentence]
      : notices.map((notice) =>
          [noticeTitle(notice), notice.detail, notice.message, `Since ${notice.since}`, notice.url]
            .filter(Boolean)
            .join('\n'),
        );
  if (more > 0) parts.push(`and ${more} more`);
  return `${[...parts, `Workspace ${workspace.name}: ${url}`].join('\n\n')}\n`;
}
