import { SqliteClient, SqliteRefusal } from './sqlite-client.ts';
import { fileOf } from './sqlite-database.ts';
import type { OutsideWriter, Written } from './test-system.ts';

/** Primary result codes: busy, constraint, mismatch. */
const refusals = [5, 19, 20];

export class SqliteWriter implements OutsideWriter {
  readonly #client: SqliteClient;

  constructor(url: string) {
    this.#client = new SqliteClient(fileOf(url), { audit: true });
  }

  async run(sql: string): Promise<Written> {
    try {
      await this.#client.query(sql);
      return 'committed';
    } catch (error) {
      if (error instanceof SqliteRefusal && refusals.includes(error.errcode & 0xff)) return 'refused';
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
