import pg from 'pg';

/** Channels on which runners tell what is new; the payload is a flow's or an operation's id. */
export type StoreChannel = 'syncline_status' | 'syncline_operation_progress';

type Hear = (payload: string) => void;

const channels: StoreChannel[] = ['syncline_status', 'syncline_operation_progress'];
const reconnectAfterMs = 1000;

/**
 * One LISTEN connection per process, shared by all who wait. It connects on first use, comes back
 * after a fault, and leaves when nobody listens any more. What is told while it is away is lost:
 * those who wait also look from time to time.
 */
export class StoreListener {
  readonly #url: string;
  readonly #listeners = new Map<StoreChannel, Set<Hear>>(channels.map((channel) => [channel, new Set()]));
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls `hear` with each payload of the channel until the returned function is called. */
  listen(channel: StoreChannel, hear: Hear): () => void {
    this.#listeners.get(channel)?.add(hear);
    this.#connect();
    return () => {
      this.#listeners.get(channel)?.delete(hear);
      if (this.#idle()) this.#disconnect();
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#disconnect();
  }

  #idle(): boolean {
    return [...this.#listeners.values()].every((listeners) => listeners.size === 0);
  }

  #connect(): void {
    if (this.#client || this.#retry || this.#closed) return;
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'syncline listen',
      keepAlive: true,
    });
    this.#client = client;
    client.on('notification', ({ channel, payload }) => {
      for (const hear of this.#listeners.get(channel as StoreChannel) ?? []) hear(payload ?? '');
    });
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client
      .connect()
      .then(() => client.query(channels.map((channel) => `listen ${channel}`).join(';')))
      .catch(() => this.#lost(client));
  }

  /** The connection is gone: start another a little later, if anybody still waits. */
  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    client.end().catch(() => undefined);
    if (this.#closed || this.#idle()) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#connect();
    }, reconnectAfterMs);
    this.#retry.unref();
  }

  async #disconnect(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }
}
