import type { MysqlLog } from './mysql-log.ts';
import type { LogPlace } from './mysql-position.ts';

const EVERY_MILLISECONDS = 4_000;

type Watched = {
  /** Where the reading is; null while it does not read, or between two files. */
  place: () => Pick<LogPlace, 'file' | 'offset' | 'begun'> | null;
  /** The log is another one than that which is read. */
  refuted: (detail: string) => void;
  /** The log goes on, and the server does not send it. */
  stalled: () => void;
};

/**
 * Notices a log that was begun anew under its reader (`RESET MASTER`): the server goes on sending signs of life from a
 * file that nobody writes any more. Where nothing else came for two looks, though the log ends elsewhere, its files
 * are looked at.
 */
export class LogWatch {
  readonly #log: MysqlLog;
  readonly #watched: Watched;
  readonly #timer: NodeJS.Timeout;
  #moved = true;
  #suspicious = false;
  #looking = false;

  constructor(log: MysqlLog, watched: Watched) {
    this.#log = log;
    this.#watched = watched;
    this.#timer = setInterval(() => void this.#look(), EVERY_MILLISECONDS);
  }

  /** Part of the log came. */
  moved(): void {
    this.#moved = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const place = this.#watched.place();
    if (this.#moved || place === null || this.#looking) {
      this.#moved = false;
      this.#suspicious = false;
      return;
    }
    this.#looking = true;
    try {
      const end = await this.#log.end();
      if (end.file === place.file && end.offset === place.offset) this.#suspicious = false;
      else if (this.#suspicious) await this.#judge(place);
      else this.#suspicious = true;
    } catch {
      // A server that cannot be asked says nothing of its log; the reading itself will notice.
    } finally {
      this.#looking = false;
    }
  }

  async #judge(place: Pick<LogPlace, 'file' | 'offset' | 'begun'>): Promise<void> {
    const check = await this.#log.check({ ...place, after: false });
    if (this.#moved) return;
    if (check.state === 'refuted') this.#watched.refuted(check.detail);
    else this.#watched.stalled();
  }
}
