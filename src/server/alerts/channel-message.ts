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

/** Most that Slack takes in the text of one block. */
const slackText = 2_900;

/** The JSON of an incoming webhook of Slack: a title, a block for each notice, a link. */
export function slackBody(notification: Notification): string {
  const { kind, notices, more, url } = notification;
  const title = notificationTitle(notification);
  const section = (text: string) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: text.slice(0, slackText) },
  });
  return JSON.stringify({
    text: title,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
      ...(kind === 'test' ? [section(testSentence)] : notices.map((notice) => section(slackNotice(notice)))),
      ...(more > 0 ? [section(`and ${more} more`)] : []),
      { type: 'context', elements: [{ type: 'mrkdwn', text: `<${url}|Open in Syncline>` }] },
    ],
  });
}

const marks = {
  critical: ':red_circle:',
  warning: ':large_orange_circle:',
  info: ':large_blue_circle:',
} as const;

function slackNotice(notice: AlertNotice): string {
  const mark = notice.event === 'resolved' ? ':large_green_circle:' : marks[notice.severity];
  const lines = [`${mark} *<${notice.url}|${escaped(noticeTitle(notice))}>*`, escaped(notice.detail)];
  if (notice.message) lines.push(`_${escaped(notice.message)}_`);
  return lines.join('\n');
}

/** Slack reads these three as its own. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
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
