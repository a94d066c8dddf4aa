import type { PreflightFinding } from '#core/ports/preflight.ts';
import { quoteName, quoteTable, type TableName } from './postgres-names.ts';
import type { ServerFacts } from './postgres-preflight-server.ts';

/** What preflight asks of a table. */
export type StreamFacts = TableName & {
  owner: boolean;
  ownerName: string;
  schemaUsage: boolean;
  select: boolean;
  insert: boolean;
  update: boolean;
  delete: boolean;
  primaryKey: boolean;
  uniqueIndex: string | null;
  /** `p`ermanent, `u`nlogged or `t`emporary. */
  persistence: string;
  /** Policies hide rows from this user. */
  rowSecurity: boolean;
  virtualColumns: string[] | null;
  storedColumns: string[] | null;
  /** The table itself, or the partitioned table with its partitions. */
  tables: (TableName & { identity: string })[];
};

type Check = { stream: string; facts: StreamFacts; server: ServerFacts; reads: boolean; writes: boolean };
type Report = (
  code: PreflightFinding['code'],
  severity: PreflightFinding['severity'],
  title: string,
  detail: string,
  fix?: string | null,
) => PreflightFinding;

/** Everything about one table. */
export function checkStream(check: Check): PreflightFinding[] {
  const report: Report = (code, severity, title, detail, fix = null) => ({
    code,
    severity,
    title,
    detail,
    fix,
    stream: check.stream,
  });
  return [
    ...checkPrivileges(check, report),
    ...checkKey(check, report),
    ...(check.reads ? checkReading(check, report) : []),
  ];
}

function checkPrivileges(
  { stream, facts, server, reads, writes }: Check,
  report: Report,
): PreflightFinding[] {
  const found: PreflightFinding[] = [];
  const user = quoteName(server.user);
  const table = quoteTable(facts);
  if (!facts.schemaUsage) {
    found.push(
      report(
        'PRIVILEGE_MISSING',
        'error',
        `${server.user} may not use the schema ${facts.schema}`,
        'Its tables cannot be reached.',
        `GRANT USAGE ON SCHEMA ${quoteName(facts.schema)} TO ${user};`,
      ),
    );
  }
  const needed = writes ? (['select', 'insert', 'update', 'delete'] as const) : (['select'] as const);
  const lacking = needed.filter((privilege) => !facts[privilege]).map((privilege) => privilege.toUpperCase());
  found.push(
    lacking.length > 0
      ? report(
          'PRIVILEGE_MISSING',
          'error',
          `${server.user} lacks ${lacking.join(', ')} on ${stream}`,
          'The sync cannot read and write it.',
          `GRANT ${lacking.join(', ')} ON ${table} TO ${user};`,
        )
      : report(
          'PRIVILEGE_MISSING',
          'ok',
          `${stream} can be ${writes ? 'read and written' : 'read'}`,
          `${server.user} has the privileges.`,
        ),
  );
  if (facts.rowSecurity) {
    found.push(
      report(
        'PRIVILEGE_MISSING',
        'error',
        `Row security hides rows of ${stream}`,
        'A hidden row would look like a deleted one, so the sync refuses to read past a policy.',
        `ALTER ROLE ${user} BYPASSRLS;`,
      ),
    );
  }
  if (reads && !facts.owner && !server.superuser) {
    found.push(
      report(
        'PRIVILEGE_MISSING',
        'error',
        `${server.user} may not publish ${stream}`,
        `Only its owner can add a table to a publication; that is ${facts.ownerName}.`,
        `GRANT ${quoteName(facts.ownerName)} TO ${user};`,
      ),
    );
  }
  return found;
}

function checkKey({ stream, facts, reads }: Check, report: Report): PreflightFinding[] {
  if (facts.primaryKey) {
    return [report('KEY_MISSING', 'ok', `${stream} has a primary key`, 'One record is found by it.')];
  }
  const published = facts.tables.every(({ identity }) => identity !== 'd');
  const detail = facts.uniqueIndex
    ? `Records can be matched by the unique index ${facts.uniqueIndex}.`
    : 'No unique index finds exactly one record.';
  const blocks = reads && !published;
  const severity = blocks || !facts.uniqueIndex ? 'error' : 'warning';
  return [
    report(
      'KEY_MISSING',
      severity,
      `${stream} has no primary key`,
      blocks
        ? `${detail} Publishing it without a replica identity would block its updates and deletes.`
        : detail,
      `ALTER TABLE ${quoteTable(facts)} ADD PRIMARY KEY (…);`,
    ),
  ];
}

function checkReading({ stream, facts, server }: Check, report: Report): PreflightFinding[] {
  const found: PreflightFinding[] = [];
  if (facts.persistence !== 'p') {
    found.push(
      report(
        'LOG_LEVEL',
        'error',
        `${stream} is not in the log`,
        'The log leaves out unlogged and temporary tables.',
        `ALTER TABLE ${quoteTable(facts)} SET LOGGED;`,
      ),
    );
  }
  if (facts.storedColumns && server.versionNumber < 180_000) {
    found.push(
      report(
        'BEFORE_IMAGE_PARTIAL',
        'warning',
        `Generated fields of ${stream} are not in the log`,
        `Before PostgreSQL 18 the log leaves out ${facts.storedColumns.join(', ')}. Do not map them from this side.`,
      ),
    );
  }
  return [...found, ...checkIdentity({ stream, facts }, report)];
}

function checkIdentity(
  { stream, facts }: Pick<Check, 'stream' | 'facts'>,
  report: Report,
): PreflightFinding[] {
  const partial = facts.tables.filter(({ identity }) => identity !== 'f');
  const nothing = facts.tables.filter(({ identity }) => identity === 'n');
  const full = partial.map((table) => `ALTER TABLE ${quoteTable(table)} REPLICA IDENTITY FULL;`).join('\n');
  if (facts.virtualColumns) {
    const names = facts.virtualColumns.join(', ');
    if (partial.length < facts.tables.length) {
      return [
        report(
          'BEFORE_IMAGE_PARTIAL',
          'error',
          `${stream} cannot be published`,
          `Its virtual generated fields (${names}) cannot be in the log. With replica identity FULL, publishing it would block its updates and deletes.`,
          `ALTER TABLE ${quoteTable(facts)} REPLICA IDENTITY DEFAULT;`,
        ),
      ];
    }
    return [
      report(
        'BEFORE_IMAGE_PARTIAL',
        'warning',
        `The log holds no complete old rows of ${stream}`,
        `Its virtual generated fields (${names}) cannot be in the log, and rule out replica identity FULL. Conflicts are found by stored digests instead.`,
      ),
    ];
  }
  if (nothing.length > 0) {
    return [
      report(
        'BEFORE_IMAGE_PARTIAL',
        'error',
        `${stream} has no replica identity`,
        'The log would not tell which row changed, and publishing it would block its updates and deletes.',
        full,
      ),
    ];
  }
  if (partial.length > 0) {
    return [
      report(
        'BEFORE_IMAGE_PARTIAL',
        'warning',
        `The log holds no complete old rows of ${stream}`,
        'With replica identity FULL a conflict is seen from the log alone, and large unchanged values are known. Without it the sync stores digests and reads more.',
        full,
      ),
    ];
  }
  return [
    report(
      'BEFORE_IMAGE_PARTIAL',
      'ok',
      `The log holds complete old rows of ${stream}`,
      'Its replica identity is FULL.',
    ),
  ];
}
