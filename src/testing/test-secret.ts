/** The secret of an installation that tests write ledgers for. */
export const testSecret = Buffer.alloc(32, 7);
