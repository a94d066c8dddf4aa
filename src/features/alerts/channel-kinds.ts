import type { ChannelKind } from '#core/alerts/alert-channel.ts';

/** Kinds of channels, for people. */
export const channelKinds: Record<ChannelKind, { label: string; hint: string }> = {
  webhook: { label: 'Webhook', hint: 'JSON with a signature, to a service of your own.' },
  slack: { label: 'Slack', hint: 'An incoming webhook of Slack, or of what takes its format.' },
  email: { label: 'E-mail', hint: 'By a mail server of yours (SMTP).' },
};
