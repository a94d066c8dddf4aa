import type { PreflightFinding } from '#core/ports/preflight.ts';
import { CHECKPOINT_TABLE, OWN_SCHEMA, quoteName } from './postgres-names.ts';

/** What preflight asks of the server. */
export type ServerFacts = {
  version: string;
  versionNumber: number;
  user: string;
  database: string;
  walLevel: string;
  maxSlots: number;
  usedSlots: number;
  maxSenders: number;
  usedSenders: number;
  inRecovery: boolean;
  superuser: boolean;
  replication: boolean;
  createInDatabase: boolean;
  schemaExists: boolean;
  /** The checkpoint table, where it stands already. */
  table: { owner: boolean; write: boolean } | null;
};

const OLDEST_SUPPORTED = 140_000;
/** Newest-wins corrects a measured offset; a large one says that a clock is not kept at all. */
const CLOCK_TOLERANCE_MICROSECONDS = 5_000_000;

/** A finding about the whole server. */
function finding(
  code: PreflightFinding['code'],
  severity: PreflightFinding['severity'],
  title: string,
  detail: string,
  fix: string | null = null,
): PreflightFinding {
  return { code, severity, title, detail, fix, stream: null };
}

/** Version, role and clock. */
export function checkServer(
  facts: ServerFacts,
  clock: { offset: number; uncertainty: number },
): PreflightFinding[] {
  const found: PreflightFinding[] = [];
  found.push(
    facts.versionNumber < OLDEST_SUPPORTED
      ? finding(
          'SERVER_UNSUPPORTED',
          'error',
          `PostgreSQL ${facts.version} is too old`,
          'The oldest supported version is 14.',
          'Upgrade the server.',
        )
      : finding('SERVER_UNSUPPORTED', 'ok', `PostgreSQL ${facts.version}`, 'The version is supported.'),
  );
  if (facts.inRecovery) {
    found.push(
      finding(
        'PRIVILEGE_MISSING',
        'error',
        'The server is a standby',
        'A standby takes no writes and no checkpoint.',
        'Connect to the primary server.',
      ),
    );
  }
  const seconds = (clock.offset / 1_000_000).toFixed(3);
  const said = `The server's clock differs by ${seconds} s (± ${(clock.uncertainty / 1000).toFixed(1)} ms).`;
  found.push(
    Math.abs(clock.offset) > CLOCK_TOLERANCE_MICROSECONDS
      ? finding(
          'CLOCK_OFFSET',
          'warning',
          'The clocks differ',
          `${said} Newest-wins corrects for it as measured.`,
          'Keep both machines on NTP.',
        )
      : finding('CLOCK_OFFSET', 'ok', 'The clocks agree', said),
  );
  return found;
}

/** What logical replication needs of the server. */
export function checkLog(facts: ServerFacts): PreflightFinding[] {
  const found: PreflightFinding[] = [];
  found.push(
    facts.walLevel === 'logical'
      ? finding('LOG_LEVEL', 'ok', 'wal_level is logical', 'The log holds what logical replication needs.')
      : finding(
          'LOG_LEVEL',
          'error',
          `wal_level is ${facts.walLevel}`,
          'Changes cannot be read from the log. The server must be restarted after the setting.',
          'ALTER SYSTEM SET wal_level = logical;',
        ),
  );
  found.push(
    facts.usedSlots < facts.maxSlots
      ? finding(
          'SLOTS_EXHAUSTED',
          'ok',
          'A replication slot is free',
          `${facts.usedSlots} of ${facts.maxSlots} are in use.`,
        )
      : finding(
          'SLOTS_EXHAUSTED',
          'error',
          'No replication slot is free',
          `All ${facts.maxSlots} are in use. The server must be restarted after the setting.`,
          `ALTER SYSTEM SET max_replication_slots = ${facts.maxSlots + 10};`,
        ),
  );
  found.push(
    facts.usedSenders < facts.maxSenders
      ? finding(
          'SLOTS_EXHAUSTED',
          'ok',
          'A replication sender is free',
          `${facts.usedSenders} of ${facts.maxSenders} are in use.`,
        )
      : finding(
          'SLOTS_EXHAUSTED',
          'error',
          'No replication sender is free',
          `All ${facts.maxSenders} are in use. The server must be restarted after the setting.`,
          `ALTER SYSTEM SET max_wal_senders = ${facts.maxSenders + 10};`,
        ),
  );
  found.push(
    facts.replication
      ? finding('PRIVILEGE_MISSING', 'ok', `${facts.user} may replicate`, 'The user may read the log.')
      : finding(
          'PRIVILEGE_MISSING',
          'error',
          `${facts.user} may not replicate`,
          'Reading the log needs the REPLICATION attribute (on Amazon RDS: GRANT rds_replication).',
          `ALTER ROLE ${quoteName(facts.user)} REPLICATION;`,
        ),
  );
  found.push(
    facts.createInDatabase
      ? finding(
          'PRIVILEGE_MISSING',
          'ok',
          'Publications can be made',
          `${facts.user} has CREATE on ${facts.database}.`,
        )
      : finding(
          'PRIVILEGE_MISSING',
          'error',
          'Publications cannot be made',
          `A publication needs CREATE on the database ${facts.database}.`,
          `GRANT CREATE ON DATABASE ${quoteName(facts.database)} TO ${quoteName(facts.user)};`,
        ),
  );
  return found;
}

/** The table of our own, in which we keep how far a sync has come; reading needs it, too, to know our writes. */
export function checkOwnTable(facts: ServerFacts): PreflightFinding[] {
  const name = `${OWN_SCHEMA}.${CHECKPOINT_TABLE}`;
  const user = quoteName(facts.user);
  if (facts.table) {
    if (facts.table.write && facts.table.owner) {
      return [finding('PRIVILEGE_MISSING', 'ok', `${name} is there`, 'The user owns it and may write it.')];
    }
    return [
      finding(
        'PRIVILEGE_MISSING',
        'error',
        `${name} belongs to somebody else`,
        'It must be written and published by this user.',
        `ALTER TABLE ${name} OWNER TO ${user}; GRANT USAGE, CREATE ON SCHEMA ${OWN_SCHEMA} TO ${user};`,
      ),
    ];
  }
  if (facts.createInDatabase) {
    return [
      finding(
        'PRIVILEGE_MISSING',
        'ok',
        `${name} can be made`,
        `${facts.user} has CREATE on ${facts.database}.`,
      ),
    ];
  }
  return [
    finding(
      'PRIVILEGE_MISSING',
      'error',
      `${name} cannot be made`,
      `The schema ${OWN_SCHEMA} holds how far each sync has applied.`,
      `GRANT CREATE ON DATABASE ${quoteName(facts.database)} TO ${user};`,
    ),
  ];
}
