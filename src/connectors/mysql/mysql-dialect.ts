/** What MySQL and MariaDB spell or do differently, as far as statements care. */
export type MysqlDialect = {
  mariadb: boolean;
  /** The version as people write it, e.g. `10.11.18`. */
  version: string;
  /** The collation that tells every two texts apart, blanks at the end among them. */
  exactCollation: string;
  /** What begins a row of a VALUES list that stands where a table may stand. */
  row: '' | 'ROW';
  /** Bytes of one statement at most. */
  largestPacket: number;
  /** A statement that waited too long for a lock takes its whole transaction with it. */
  rollsBackOnTimeout: boolean;
};

/** Oldest versions with what the connector needs: VALUES as a table, window functions, a collation that pads nothing. */
const oldest = { mariadb: [10, 6, 0], mysql: [8, 0, 19] };

/** @param version as `SELECT VERSION()` tells it, e.g. `10.11.18-MariaDB-log` */
export function dialectOf(version: string, largestPacket: number, rollsBackOnTimeout = false): MysqlDialect {
  const mariadb = /mariadb/i.test(version);
  // Some proxies prefix what old clients take for a version.
  const number = /(\d+\.\d+\.\d+)/.exec(version.replace(/^5\.5\.5-/, ''))?.[1] ?? '0.0.0';
  return {
    mariadb,
    version: number,
    exactCollation: mariadb ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin',
    row: mariadb ? '' : 'ROW',
    largestPacket,
    rollsBackOnTimeout,
  };
}

/** Is the server at least as new as what the connector needs? */
export function isSupported({ mariadb, version }: MysqlDialect): boolean {
  const needed = mariadb ? oldest.mariadb : oldest.mysql;
  const found = version.split('.').map(Number);
  const at = needed.findIndex((part, i) => part !== found[i]);
  return at < 0 || (found[at] ?? 0) > needed[at]!;
}

/** The oldest supported version, in words. */
export function oldestSupported({ mariadb }: MysqlDialect): string {
  return mariadb ? `MariaDB ${oldest.mariadb.join('.')}` : `MySQL ${oldest.mysql.join('.')}`;
}
