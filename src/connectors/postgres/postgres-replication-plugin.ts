import type { Client, Connection } from 'pg';
import { quoteName, quoteText } from './postgres-names.ts';

type Options = {
  publication: string;
  /** Takes each message of the log; the buffer is only valid during the call. */
  receive: (buffer: Buffer) => void;
  /** Told the connection once, before the stream starts. */
  connected: (connection: Connection) => void;
};

/** Asks for a pgoutput stream and hands its messages on undecoded. */
export class PostgresReplicationPlugin {
  readonly name = 'pgoutput';
  readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  start(client: Client, slotName: string, startLsn: string): Promise<unknown> {
    // `pg` keeps its connection public for transports like this one, its types do not say so.
    this.options.connected((client as Client & { connection: Connection }).connection);
    const options = [
      `proto_version '1'`,
      `publication_names ${quoteText(quoteName(this.options.publication))}`,
      `messages 'true'`,
    ];
    return client.query(
      `START_REPLICATION SLOT ${quoteName(slotName)} LOGICAL ${startLsn} (${options.join(', ')})`,
    );
  }

  parse(buffer: Buffer): void {
    this.options.receive(buffer);
  }
}
