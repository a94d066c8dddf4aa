import { z } from 'zod';
import {
  type ChannelKind,
  type ChannelSettings,
  channelTarget,
  EmailSettings,
  SlackSettings,
  secretChannelSettings,
  WebhookSettings,
} from '#core/alerts/alert-channel.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { open, seal } from '#lib/secret-box.ts';

const schemas = { webhook: WebhookSettings, slack: SlackSettings, email: EmailSettings } as const;

/** The settings of a channel of this kind. Throws `CHANNEL_INVALID`, naming each setting that is wrong. */
export function parseChannel(kind: ChannelKind, settings: object): ChannelSettings {
  const parsed = schemas[kind].safeParse(settings);
  if (!parsed.success) throw new SyncError('CHANNEL_INVALID', z.prettifyError(parsed.error));
  return { kind, ...parsed.data } as ChannelSettings;
}

/** Splits settings into what may be shown, with where they lead, and what is sealed, under the channel's id. */
export function sealChannel(
  key: Buffer,
  id: string,
  channel: ChannelSettings,
): { config: Record<string, unknown> & { target: string }; secrets: string } {
  const { kind, ...settings } = channel;
  const isSecret = ([name]: [string, unknown]) => secretChannelSettings[kind].includes(name);
  const entries = Object.entries(settings);
  return {
    config: {
      ...Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
      target: channelTarget(channel),
    },
    secrets: seal(key, JSON.stringify(Object.fromEntries(entries.filter(isSecret))), id),
  };
}

/** The whole settings of a stored channel. Throws `SECRET_KEY_INVALID` where they were sealed with another key. */
export function openChannel(
  key: Buffer,
  channel: { id: string; kind: string; config: unknown; secrets: string },
): ChannelSettings {
  let secret: object;
  try {
    secret = JSON.parse(open(key, channel.secrets, channel.id)) as object;
  } catch (cause) {
    throw new SyncError('SECRET_KEY_INVALID', 'The secrets of the channel cannot be read with this key.', {
      cause,
    });
  }
  return parseChannel(channel.kind as ChannelKind, { ...(channel.config as object), ...secret });
}
