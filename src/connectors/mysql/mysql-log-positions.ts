import type { Position } from '#core/change/position.ts';
import type { BinlogDecoder } from './mysql-binlog-decoder.ts';
import type { StoredLog } from './mysql-feed-table.ts';
import type { LoggedGtid } from './mysql-gtid-state.ts';
import { formatPosition, type LogPlace } from './mysql-position.ts';

/** What a reading of the log knows of where it is. */
export type ReadingPlace = Pick<BinlogDecoder, 'place' | 'second'>;

/** How the places of a log that is being read are told. */
export interface LogPositions {
  /** The event that was just decoded begins a transaction. */
  begin(gtid: LoggedGtid | null): void;
  /** The transaction's position; its second event was just decoded. */
  name(): Position;
  /** The position behind the last transaction; null where it is not known. */
  behind(): Position | null;
  /** What is stored with the position that was told last; null where it tells all. */
  stored(): StoredLog | null;
}

/** Places are files and offsets: those of a server without GTIDs. */
export class FilePositions implements LogPositions {
  readonly #reading: ReadingPlace;
  #begins: LogPlace = { file: 0, offset: 0, after: true, begun: 0 };

  constructor(reading: ReadingPlace) {
    this.#reading = reading;
  }

  begin(): void {
    const { file, from, begun } = this.#reading.place;
    this.#begins = { file, offset: from, after: true, begun };
  }

  name(): Position {
    return formatPosition(this.#begins);
  }

  behind(): Position | null {
    const { file, to, begun } = this.#reading.place;
    return begun === 0 ? null : formatPosition({ file, offset: to, after: false, begun });
  }

  stored(): null {
    return null;
  }
}
