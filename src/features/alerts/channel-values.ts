import { z } from 'zod';
import { ChannelKind, EmailSettings } from '#core/alerts/alert-channel.ts';
import { AlertName, Severity } from '#core/alerts/alert-rule.ts';
import { QuietHours } from '#core/alerts/quiet-hours.ts';
import type { Channel } from './channel-list.tsx';

/** A channel as the form has it: the settings of every kind side by side. */
const Fields = z.object({
  name: AlertName,
  kind: ChannelKind,
  /** Empty for a stored channel: as it was. */
  url: z.string().trim(),
  host: z.string(),
  port: z.number({ error: 'A port is missing.' }),
  security: EmailSettings.shape.security,
  user: z.string(),
  password: z.string(),
  from: z.string(),
  /** Addresses, one a line or with commas between. */
  to: z.string(),
  quiet: z.boolean(),
  timeZone: z.string(),
  days: z.array(z.int()),
  begins: z.string(),
  ends: z.string(),
  letThrough: z.array(Severity),
});
export type ChannelValues = z.infer<typeof Fields>;

/** @param stored a channel that exists keeps the secrets that are left empty */
export function channelValues(stored: boolean) {
  return Fields.superRefine((values, context) => {
    const add = (path: PropertyKey | undefined, message: string) =>
      context.addIssue({ code: 'custom', path: [path ?? 'name'], message });
    if (values.kind === 'email') {
      const { error } = EmailSettings.safeParse(toSettings(values));
      for (const { path, message } of error?.issues ?? []) add(path[0], message);
    } else if (!/^https?:\/\/./.test(values.url) && !(stored && values.url === '')) {
      add('url', 'An address like https://… is missing.');
    }
    if (!values.quiet) return;
    const { error } = QuietHours.safeParse(toQuietHours(values));
    const names: Record<string, string> = { from: 'begins', to: 'ends' };
    for (const { path, message } of error?.issues ?? []) add(names[String(path[0])] ?? path[0], message);
  });
}

function toSettings({ kind, url, host, port, security, user, password, from, to }: ChannelValues) {
  if (kind !== 'email') return { url };
  const addresses = to.split(/[\s,;]+/).filter(Boolean);
  return { host, port, security, user, password, from, to: addresses };
}

function toQuietHours({ timeZone, days, begins, ends, letThrough }: ChannelValues) {
  return { timeZone, days: [...days].sort(), from: begins, to: ends, letThrough };
}

/** What the form's values mean to the API. */
export function toChannel(values: ChannelValues, id: string | undefined) {
  const { name, kind, quiet } = values;
  const quietHours = quiet ? QuietHours.parse(toQuietHours(values)) : null;
  return { id, name, kind, settings: toSettings(values), quietHours };
}

/** The form's values for a channel, or for a new one. */
export function fromChannel(channel: Channel | null): ChannelValues {
  const quiet = channel?.quietHours;
  const config = EmailSettings.partial().safeParse(channel?.config).data ?? {};
  return {
    ...{ name: channel?.name ?? '', kind: channel?.kind ?? 'webhook', url: '', password: '' },
    ...{ host: config.host ?? '', port: config.port ?? 587, security: config.security ?? 'starttls' },
    ...{ user: config.user ?? '', from: config.from ?? '', to: config.to?.join('\n') ?? '' },
    quiet: Boolean(quiet),
    timeZone: quiet?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: quiet?.days ?? [1, 2, 3, 4, 5, 6, 7],
    ...{ begins: quiet?.from ?? '22:00', ends: quiet?.to ?? '07:00' },
    letThrough: quiet?.letThrough ?? ['critical'],
  };
}
