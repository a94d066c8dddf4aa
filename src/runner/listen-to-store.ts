import pg from 'pg';

const RECONNECT_AFTER = 1_000;

/**
 * Hears what the web part tells. What is told while the connection is away is lost, so nothing may
 * depend on it alone: the runner also looks by itself every second, and at what it does not look at, when `back` says so.
 *
 * @param back called when the connection is there again after it was away
 */
export function listenToStore(
  url: string,
  channels: Record<string, (payload: string) => void>,
  back: () => void,
): { close(): Promise<void> } {
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;
  let wasAway = false;
  const connect = () => {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'syncline runner listen',
      keepAlive: true,
      // A connection that died without a word is noticed, though nothing is ever sent on it.
      keepAliveInitialDelayMillis: 10_000,
    });
    client = mine;
    const lost = () => {
      if (client !== mine) return;
      client = null;
      wasAway = true;
      mine.end().catch(() => undefined); // it is broken already
      if (!closed) retry = setTimeout(connect, RECONNECT_AFTER);
    };
    mine.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
    mine.on('error', lost);
    mine.on('end', lost);
    mine
      .connect()
      .then(() =>
        mine.query(
          Object.keys(channels)
            .map((channel) => `LISTEN ${channel}`)
            .join(';'),
        ),
      )
      .then(() => {
        if (wasAway && !closed) back();
      })
      .catch(lost);
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
