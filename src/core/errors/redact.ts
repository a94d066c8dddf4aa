import { percentDecoded } from '#lib/percent-decoded.ts';
import { SyncError } from './sync-error.ts';

const hidden = '***';

/** Fields whose text is a secret, whatever it looks like. */
const secretFields =
  /^(pass|.*(password|passwd|passphrase|pwd|secrets?|token|(api|private|secret|access)[_-]?key|credentials?|cookie|authorization)|dsn|signature)$/i;

/** Fields that hold values of records. */
const recordFields =
  /^(before|after|base|rows?|records?|values?|record_?key|key|params|parameters|bindings|body|samples?|payload|sql|query|internalQuery|where|hint|sqlMessage|dataTypeName)$/i;

/** What of a driver's error names things and holds no values. */
const namingFields = [
  'code',
  'errno',
  'sqlState',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'dataType',
  'routine',
  'syscall',
  'address',
  'port',
  'errcode',
  'clientVersion',
] as const;

/** Classes of SQLSTATE whose messages quote names alone: connection, sign-in, syntax and access, resources, operator. */
const namesOnly = /^(08|0A|25|28|3D|3F|42|53|55|57|58)[0-9A-Z]{3}$/;

/** How deep causes and nested fields are followed. */
const DEPTH = 6;

/** Tokens that are known by their form: JSON web tokens, and those of GitHub, Slack and AWS. */
const wellKnownTokens =
  /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*|\b(?:gh[opsur]_|github_pat_)\w{16,}|\bxox[a-z]-[\w-]{8,}|\bAKIA[A-Z0-9]{16}\b/g;

/** What texts call a secret, as the end of a name. */
const secretName = String.raw`(?:password|passwd|passphrase|pwd|secret|token|credentials?|(?:api|private|secret|access)[_-]?key|\bpass)`;

const quote = String.raw`\\*["'\x60]`;
/** A text in quotes, which may be escaped themselves, as in JSON within JSON; one that was cut has no end. */
const quoted = String.raw`(?:(?<quote>${quote})[\s\S]*?(?<!\\)(?:\k<quote>|$))+`;
const bare = String.raw`[^\s,;)}\]&]+`;
const assigned = String.raw`(?:${quote})?\s*[=:]\s*`;

/** `password=…`, `"token": "…"`, and the like. */
const named = new RegExp(`(${secretName}${assigned})(?:${quoted}|${bare})`, 'gi');
/** A scheme and what follows it, or one of them alone. */
const authorization = new RegExp(`(authorization${assigned})(?:${quoted}|(?:[a-z][\\w-]* +)?${bare})`, 'gi');
/** `PASSWORD '…'` and `IDENTIFIED BY '…'` in statements. */
const inStatement = new RegExp(
  String.raw`(\b(?:password|identified\s+(?:by|with|via)(?:\s+\w+\s+(?:by|as|using))?)(?:\s+|\s*\(\s*))${quoted}`,
  'gi',
);

/** Characters of a text that are told; of a longer one the rest is left out. */
const LONGEST = 20_000;
const LONGEST_WORD = 500;

/** Takes passwords, tokens and keys out of a text: in addresses, in settings, in headers, also where they are percent-encoded. */
export function redactText(text: string): string {
  return redactEncoded(redactPlain(text.length > LONGEST ? cutText(text) : text));
}

/** The word that the cut divides is left out, as far as that is no text of its own: half a secret looks like none. */
function cutText(text: string): string {
  const from = LONGEST - LONGEST_WORD;
  return `${text.slice(0, from)}${text.slice(from, LONGEST).replace(/\S*$/, '')}…`;
}

function redactPlain(text: string): string {
  return (
    text
      // A password in an address may hold a slash; a port does not begin one.
      .replace(
        /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}):(?!\d+(?:[/?#\s"']|$))[^\s"'<>]{0,500}@/gi,
        `$1:${hidden}@`,
      )
      // Or a quote or a bracket, and then no slash.
      .replace(
        /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"'<>]{0,200}):(?!\d+(?:[/?#\s"']|$))[^\s/@]{0,500}@/gi,
        `$1:${hidden}@`,
      )
      .replace(/(https?:\/\/)[^\s:/@]+@/gi, `$1${hidden}@`)
      // An address without its scheme.
      .replace(/(?<![\w/.%+-])([\w.%+-]{1,100}):[^\s:/@]+@(?=[\w.-]+(?::\d|\/))/g, `$1:${hidden}@`)
      .replace(
        /([?&](?:\w*token|\w*key|\w*secret|password|pwd|auth|code|sig(?:nature)?)=)[^&\s"'<>]+/gi,
        `$1${hidden}`,
      )
      .replace(/\b((?:set-)?cookie"?\s*[=:]\s*)[^\r\n]+/gi, `$1${hidden}`)
      .replace(authorization, `$1${hidden}`)
      .replace(named, `$1${hidden}`)
      .replace(inStatement, `$1${hidden}`)
      .replace(/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${hidden}`)
      .replace(wellKnownTokens, hidden)
      .replace(/\b(whsec_|sk_)[A-Za-z0-9+/=_-]{8,}/g, `$1${hidden}`)
      .replace(/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, hidden)
      .replace(/(\/(?:services\/T\w+|api\/webhooks\/\w+)\/)[\w/-]+/g, `$1${hidden}`)
  );
}

/** Words that hold something secret once their percent-encoding is undone are told without it. */
function redactEncoded(text: string): string {
  return text.replace(/[^\s"'<>]+/g, (word) => {
    // Run by run, since one that is none must not hide the others.
    const plain = word.includes('%') ? word.replace(/(?:%[0-9a-f]{2})+/gi, percentDecoded) : word;
    if (plain === word) return word;
    const safe = redactEncoded(redactPlain(plain));
    return safe === plain ? word : safe;
  });
}

/** Takes out what a database's message quotes: values of records look like names there. */
function maskQuoted(text: string): string {
  return text
    .replace(/=\((?:[^()]|\([^()]*\))*\)/g, `=(${hidden})`)
    .replace(/"(?:[^"]|"")*"/g, `"${hidden}"`)
    .replace(/(?<!\w)'(?:[^']|'')*'(?!\w)/g, `'${hidden}'`)
    .replace(/(Failing row contains )\(.*\)/gs, `$1(${hidden})`);
}

/** What is raised by code of the database's owner: its text is theirs, and may be anything. */
function isRaisedThere({ code, errcode }: { code?: unknown; errcode?: unknown }): boolean {
  return /^(P0\d{3}|45000|ER_SIGNAL_EXCEPTION)$/.test(String(code)) || errcode === sqliteRaised;
}

/** SQLITE_CONSTRAINT_TRIGGER: RAISE in a trigger. */
const sqliteRaised = 1811;

/** What an error says of itself, without secrets and without values of records. */
function safeText(error: Error, text: string): string {
  const cause = (error instanceof SyncError ? error.cause : error) as { code?: unknown } | undefined;
  // Of our own making, about names alone.
  if (cause === undefined) return redactText(text);
  if (isRaisedThere(cause)) return hidden;
  const { code } = cause;
  return redactText(typeof code === 'string' && namesOnly.test(code) ? text : maskQuoted(text));
}

/** An error for a log: what, where and why, without secrets and without values of records. */
export function redactError(error: Error, depth = DEPTH): Record<string, unknown> {
  const given = error as Error & Record<string, unknown>;
  const shown: Record<string, unknown> = {
    type: redactText(error.name),
    message: safeText(error, error.message),
  };
  for (const name of namingFields) {
    const value = given[name];
    if (typeof value === 'string') shown[name] = redactText(value);
    else if (typeof value === 'number') shown[name] = value;
  }
  if (error instanceof SyncError && error.detail) shown.detail = safeText(error, maskQuoted(error.detail));
  const frames = framesOf(error);
  if (frames) shown.stack = redactText(frames);
  if (depth > 0 && error.cause !== undefined) shown.cause = redactValue('cause', error.cause, depth - 1);
  if (depth > 0 && error instanceof AggregateError)
    shown.errors = error.errors.map((each) => redactValue('errors', each, depth - 1));
  return shown;
}

/** The frames of an error's stack; its first lines repeat the message, which may look like frames. */
function framesOf({ name, message, stack = '' }: Error): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  const rest =
    at < 0 ? stack.slice(stack.startsWith(name) ? name.length : 0) : stack.slice(at + message.length);
  return rest
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

/**
 * The fields of a log line without secrets and without values of records: by the names of fields, and by what texts
 * look like. It is the one place that decides what may stand in a log.
 */
export function redactFields(fields: object): Record<string, unknown> {
  const err = Object.values(fields).find((value) => value instanceof Error);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      // A sentence beside an error often repeats it.
      const beside =
        err && typeof value === 'string' && (name === 'detail' || name === 'reason' || name === 'message');
      return [name, beside ? safeText(err, maskQuoted(value)) : redactValue(name, value, DEPTH)];
    }),
  );
}

/** The sentence of a log line, which may repeat the error that stands in its fields. */
export function redactMessage(message: string, fields: unknown): string {
  const err =
    fields instanceof Error ? fields : Object.values(fields ?? {}).find((value) => value instanceof Error);
  return err instanceof Error ? safeText(err, message) : redactText(message);
}

function redactValue(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return String(value);
  if (secretFields.test(name) || recordFields.test(name)) return hidden;
  if (typeof value === 'string') return redactText(name === 'detail' ? maskQuoted(value) : value);
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object' || depth === 0 || ArrayBuffer.isView(value)) return hidden;
  if (Array.isArray(value))
    return value.slice(0, 100).map((each, at) => {
      // Headers also come as a list of names and values.
      const before: unknown = value[at - 1];
      return typeof before === 'string' && secretFields.test(before)
        ? hidden
        : redactValue(name, each, depth - 1);
    });
  return Object.fromEntries(
    Object.entries(value).map(([inner, each]) => [redactText(inner), redactValue(inner, each, depth - 1)]),
  );
}
