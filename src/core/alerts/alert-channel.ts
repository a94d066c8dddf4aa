import { z } from 'zod';

const WebUrl = z
  .url({ protocol: /^https?$/, error: 'This is no address of a web server.' })
  .refine((text) => !/^https?:\/\/[^/]*@/i.test(text), 'An address may hold no password.');

/** Receives JSON with a signature. */
export const WebhookSettings = z.object({
  url: WebUrl,
  /** Signs what is sent: `whsec_` and base64 (Standard Webhooks). */
  signingSecret: z.string(),
});
export type WebhookSettings = z.infer<typeof WebhookSettings>;

/** Receives what an incoming webhook of Slack does. */
export const SlackSettings = z.object({ url: WebUrl });
export type SlackSettings = z.infer<typeof SlackSettings>;

export const EmailSettings = z.object({
  host: z.string().trim().min(1, 'A server is missing.').max(253),
  port: z.int().min(1).max(65_535),
  /** `tls` from the first byte, `starttls` before anything is said (required), or `none`. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Empty where the server wants no sign-in. */
  user: z.string().max(320).default(''),
  password: z.string().max(1_000).default(''),
  from: z.email('This is no e-mail address.'),
  to: z.array(z.email('This is no e-mail address.')).min(1, 'Somebody must get it.').max(50),
});
export type EmailSettings = z.infer<typeof EmailSettings>;

export const ChannelKind = z.enum(['webhook', 'slack', 'email']);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** A kind of channel with its settings, secret ones among them. */
export type ChannelSettings =
  | ({ kind: 'webhook' } & WebhookSettings)
  | ({ kind: 'slack' } & SlackSettings)
  | ({ kind: 'email' } & EmailSettings);

/** Settings that are sealed. The address of a webhook is one of them: whoever has it can often write there. */
export const secretChannelSettings: Record<ChannelKind, readonly string[]> = {
  webhook: ['url', 'signingSecret'],
  slack: ['url'],
  email: ['password'],
};

/** Where a channel leads, told to everybody: a host, or addresses. */
export function channelTarget(settings: ChannelSettings): string {
  return settings.kind === 'email' ? settings.to.join(', ') : new URL(settings.url).host;
}
