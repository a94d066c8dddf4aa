import { z } from 'zod';
import { ChannelKind } from '#core/alerts/alert-channel.ts';
import { DeliveryAttempt } from '#core/alerts/delivery-attempt.ts';
import { QuietHours } from '#core/alerts/quiet-hours.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A channel as pages and the command show it, without what is secret of it. */
export type ChannelView = {
  id: string;
  name: string;
  kind: ChannelKind;
  /** Its host, or the addresses of an e-mail. */
  target: string;
  /** Settings that are not secret. */
  config: Record<string, unknown>;
  quietHours: QuietHours | null;
  /** The last attempt at anything through it. */
  last: DeliveryAttempt | null;
};

const Config = z.looseObject({ target: z.string() });

/** Every channel of the workspace. */
export const listChannels = workspaceProcedure('alert.channels').query(
  async ({ ctx: { within } }): Promise<ChannelView[]> => {
    const channels = await within.store.alertChannels.list();
    return channels.map(({ id, name, kind, config, quietHours, deliveries }) => {
      const { target, ...rest } = Config.parse(config);
      return {
        ...{ id, name, target },
        kind: ChannelKind.parse(kind),
        config: rest,
        quietHours: QuietHours.nullable().parse(quietHours),
        last:
          DeliveryAttempt.array()
            .parse(deliveries[0]?.log ?? [])
            .at(-1) ?? null,
      };
    });
  },
);
