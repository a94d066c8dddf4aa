import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  ChannelKind,
  type ChannelSettings,
  channelTarget,
  type EmailSettings,
  secretChannelSettings,
} from '#core/alerts/alert-channel.ts';
import { AlertName } from '#core/alerts/alert-rule.ts';
import { QuietHours } from '#core/alerts/quiet-hours.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { isUniqueViolation } from '#db/is-unique-violation.ts';
import { toJson } from '#db/to-json.ts';
import type { WorkspaceStore } from '#db/workspace-store.ts';
import { guardedLookup } from '../alerts/guarded-lookup.ts';
import { openChannel, parseChannel, sealChannel } from '../alerts/open-channel.ts';
import { newSigningSecret } from '../alerts/sign-webhook.ts';
import type { WorkspaceContext } from '../workspace-context.ts';

/** A channel as it is saved: with an id it replaces that channel, without one it is new. */
export const AlertChannelInput = z.object({
  id: z.string().optional(),
  name: AlertName,
  kind: ChannelKind,
  /** Settings of the kind. A secret that is left out stays as it was; a webhook's signing secret is made for it. */
  settings: z.record(z.string(), z.unknown()),
  quietHours: QuietHours.nullable().default(null),
  /** Makes a new signing secret in the old one's place. */
  renewSecret: z.boolean().default(false),
});
export type AlertChannelInput = z.infer<typeof AlertChannelInput>;

export type SavedChannel = {
  id: string;
  /** The signing secret of a webhook, where it is new: it is shown this once. */
  signingSecret: string | null;
};

/** Makes or changes a channel. Throws `CHANNEL_INVALID`, `CHANNEL_FORBIDDEN`, `NAME_TAKEN`, `NOT_FOUND`. */
export async function saveAlertChannel(
  context: WorkspaceContext,
  input: AlertChannelInput,
): Promise<SavedChannel> {
  const { secretKey } = context.services;
  const before = input.id === undefined ? null : await findAlertChannel(context.store, input.id);
  if (before && before.kind !== input.kind) {
    throw new SyncError('CHANNEL_INVALID', `The channel is of the kind ${before.kind}, and stays so.`);
  }
  const { settings, signingSecret } = completeSettings(input, before && openChannel(secretKey, before));
  await requireAllowed(context, settings);
  const id = before?.id ?? randomUUID();
  const { config, secrets } = sealChannel(secretKey, id, settings);
  const { name, kind, quietHours } = input;
  const data = { name, kind, config: toJson(config), secrets, quietHours: quietHours && toJson(quietHours) };
  try {
    await context.transaction(async (store, audit) => {
      if (before) await store.alertChannels.update(id, data);
      else await store.alertChannels.create({ id, ...data, createdBy: context.actor.label });
      await audit({
        action: before ? 'alertChannel.update' : 'alertChannel.create',
        target: { kind: 'alert channel', id, name },
        detail: { kind, target: channelTarget(settings), quietHours },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw new SyncError('NAME_TAKEN', `There is a channel "${name}" already.`);
    throw error;
  }
  return { id, signingSecret };
}

/** Throws `NOT_FOUND`. */
export async function findAlertChannel(store: WorkspaceStore, id: string) {
  const channel = await store.alertChannels.find({ id });
  if (channel) return channel;
  throw new SyncError('NOT_FOUND', 'There is no such alert channel.');
}

function completeSettings(
  { kind, settings, renewSecret }: AlertChannelInput,
  before: ChannelSettings | null,
): { settings: ChannelSettings; signingSecret: string | null } {
  // A secret that is left empty stays; of other settings an empty one says that there is none.
  const secret = secretChannelSettings[kind];
  const given: Record<string, unknown> = Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => value !== '' || !secret.includes(name)),
  );
  if (before?.kind === 'email') requirePassword(before, given);
  const signs = kind === 'webhook' && (before === null || renewSecret);
  const signingSecret = signs ? newSigningSecret() : null;
  const signing = signingSecret ?? (before?.kind === 'webhook' ? before.signingSecret : null);
  const whole = { ...before, ...given, ...(signing === null ? {} : { signingSecret: signing }) };
  return { settings: parseChannel(kind, whole), signingSecret };
}

/** A stored password goes to no other server, and to none less safely, than it was given for. */
function requirePassword(before: EmailSettings, given: Record<string, unknown>): void {
  const { host = before.host, port = before.port, security = before.security, user = before.user } = given;
  if (user === '') Object.assign(given, { password: '' });
  if (given.password !== undefined || before.password === '') return;
  const same = host === before.host && port === before.port && user === before.user;
  if (same && (security === before.security || security === 'tls')) return;
  throw new SyncError(
    'CHANNEL_INVALID',
    'The password is needed again where the server, the port, the encryption or the user changes.',
  );
}

/** What may never be sent to is refused at once, and not only when it would be. A name that is not known yet is let be. */
async function requireAllowed(context: WorkspaceContext, settings: ChannelSettings): Promise<void> {
  const host = settings.kind === 'email' ? settings.host : new URL(settings.url).hostname;
  const { alertReach } = context.services;
  try {
    await guardedLookup(host, alertReach);
  } catch (error) {
    if (error instanceof SyncError && error.code === 'CHANNEL_FORBIDDEN') throw error;
  }
}
