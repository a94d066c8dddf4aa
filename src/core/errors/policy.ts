import type { ErrorCode } from './codes.ts';

/** What to do about an error, by machine and by person. */
export type ErrorPolicy = {
  /**
   * `timed`: it may pass by itself; try again with growing pauses.
   * `manual`: it stays until somebody changes something; then try again.
   * `never`: trying the same again cannot succeed.
   */
  retry: 'timed' | 'manual' | 'never';
  /** What the person who reads it can do, in the imperative. */
  remedy: string;
  /** HTTP status when it answers a request. */
  http: number;
};

/** Every code has a decision: a code without one does not compile. */
export const errorPolicy: Record<ErrorCode, ErrorPolicy> = {
  // Reaching a system
  CONNECTION_REFUSED: {
    retry: 'timed',
    remedy: 'Check the host and port, that the server is running, and that no firewall stands between.',
    http: 502,
  },
  CONNECTION_LOST: {
    retry: 'timed',
    remedy:
      'Nothing to do: Syncline connects again by itself and goes on where it was. If it keeps happening, look at the server’s log and the network between.',
    http: 502,
  },
  CONNECTION_TIMEOUT: {
    retry: 'timed',
    remedy:
      'Check that the host is reachable from where Syncline runs, and that the server is not overloaded.',
    http: 504,
  },
  AUTH_FAILED: {
    retry: 'manual',
    remedy:
      'Correct the user and the password of the connection. On PostgreSQL also look at pg_hba.conf: it must let this user in from this address.',
    http: 422,
  },
  DATABASE_MISSING: {
    retry: 'manual',
    remedy: 'Correct the database name of the connection, or create the database.',
    http: 422,
  },
  TLS_FAILED: {
    retry: 'manual',
    remedy:
      'Choose the TLS mode that the server offers, or give the certificate authority that signed its certificate.',
    http: 422,
  },
  PRIVILEGE_MISSING: {
    retry: 'manual',
    remedy:
      'Run the GRANT that the message or the connection’s check shows, as an owner of the table or as an administrator.',
    http: 422,
  },
  SERVER_UNSUPPORTED: {
    retry: 'manual',
    remedy: 'Upgrade the server to a supported version (PostgreSQL 15 or newer).',
    http: 422,
  },
  TOO_MANY_CONNECTIONS: {
    retry: 'timed',
    remedy:
      'Close unused connections to the server, or raise its limit (max_connections). Syncline tries again by itself.',
    http: 503,
  },
  CONFIG_INVALID: {
    retry: 'manual',
    remedy: 'Complete the connection’s settings; the message names the setting.',
    http: 422,
  },
  // The log
  LOG_LEVEL: {
    retry: 'manual',
    remedy: "Run ALTER SYSTEM SET wal_level = 'logical' as an administrator and restart the server.",
    http: 422,
  },
  SLOTS_EXHAUSTED: {
    retry: 'timed',
    remedy:
      'Drop replication slots that nobody uses, or raise max_replication_slots and max_wal_senders and restart the server.',
    http: 503,
  },
  SLOT_BUSY: {
    retry: 'timed',
    remedy:
      'Wait for the other process to let go. If another Syncline runs the same flow, stop one of the two.',
    http: 409,
  },
  SLOT_LOST: {
    retry: 'manual',
    remedy:
      'Deploy the flow again: Syncline makes a new slot and compares both sides to find what was missed.',
    http: 409,
  },
  SLOT_INVALIDATED: {
    retry: 'manual',
    remedy:
      'Raise max_slot_wal_keep_size on the server, then deploy the flow again: Syncline compares both sides to find what was missed.',
    http: 409,
  },
  HISTORY_CHANGED: {
    retry: 'manual',
    remedy:
      'Check that the connection leads to the right server, then deploy the flow again: Syncline compares both sides.',
    http: 409,
  },
  BEFORE_IMAGE_PARTIAL: {
    retry: 'manual',
    remedy:
      'Run ALTER TABLE … REPLICA IDENTITY FULL on the stream, so that its log holds the complete old row.',
    http: 422,
  },
  CLOCK_OFFSET: {
    retry: 'manual',
    remedy:
      'Synchronise the clocks of both machines (NTP). Until then, changes closer together than the difference are decided by the tie rule.',
    http: 422,
  },
  // Streams and fields
  STREAM_MISSING: {
    retry: 'manual',
    remedy:
      'Choose a stream that exists, or grant the connection’s user SELECT on it and USAGE on its schema.',
    http: 422,
  },
  FIELD_MISSING: {
    retry: 'manual',
    remedy: 'Remove the pair from the mapping or pair another field, then deploy; or restore the field.',
    http: 422,
  },
  KEY_MISSING: {
    retry: 'manual',
    remedy: 'Give the stream a primary key, or a unique constraint over fields that are never null.',
    http: 422,
  },
  SCHEMA_CHANGED: {
    retry: 'manual',
    remedy: 'Open the mapping, look at what changed in the stream, and deploy a version that fits it.',
    http: 409,
  },
  // Values and rows
  CAST_FAILED: {
    retry: 'manual',
    remedy:
      'Correct the value in the record where it came from, or give the other side a type that takes it; then try the record again.',
    http: 422,
  },
  CAST_REFUSED: {
    retry: 'never',
    remedy: 'Pair fields whose types fit each other, or change the type of one of the two.',
    http: 422,
  },
  CAST_LOSSY: {
    retry: 'never',
    remedy:
      'Accept that the finer part of the value is dropped on the way, let values flow only the other way, or give the other side a type as fine.',
    http: 422,
  },
  VALUE_INVALID: {
    retry: 'manual',
    remedy: 'Correct the value in the record where it came from, then try the record again.',
    http: 422,
  },
  NOT_NULL_VIOLATION: {
    retry: 'manual',
    remedy:
      'Fill the value in the record where it came from, or allow NULL or set a default on the target; then try the record again.',
    http: 422,
  },
  UNIQUE_VIOLATION: {
    retry: 'timed',
    remedy:
      'Find the record of the target that holds the value and change, merge or delete it; then try again.',
    http: 409,
  },
  FOREIGN_KEY_VIOLATION: {
    retry: 'timed',
    remedy: 'Sync or create the record that it refers to first. Syncline tries again by itself.',
    http: 409,
  },
  CHECK_VIOLATION: {
    retry: 'manual',
    remedy:
      'Correct the value in the record where it came from, or relax the target’s check; then try the record again.',
    http: 422,
  },
  WRITE_FAILED: {
    retry: 'timed',
    remedy: 'Read the server’s message; correct the record or the target, then try again.',
    http: 422,
  },
  DEADLOCK: {
    retry: 'timed',
    remedy: 'Nothing to do: Syncline writes again by itself.',
    http: 409,
  },
  // Reconcile
  RECONCILING: {
    retry: 'timed',
    remedy: 'Nothing to do: Syncline reads both sides and decides within moments.',
    http: 409,
  },
  CONFLICT_HELD: {
    retry: 'manual',
    remedy: 'Open the conflict and choose the value that shall stand on both sides.',
    http: 409,
  },
  CONFLICT_RESOLVED: {
    retry: 'never',
    remedy: 'Nothing to do. If the other value should have won, change the rule or correct the record.',
    http: 200,
  },
  FLAPPING: {
    retry: 'manual',
    remedy:
      'Find what keeps writing this record on both sides (often a trigger or another sync), stop it, then try the record again.',
    http: 409,
  },
  SNAPSHOT_PENDING: {
    retry: 'timed',
    remedy: 'Nothing to do: the first sync carries the record when it reaches it.',
    http: 200,
  },
  NOTHING_MAPPED: {
    retry: 'never',
    remedy: 'Nothing to do. To carry the field that changed, add it to the mapping.',
    http: 200,
  },
  DELETE_IGNORED: {
    retry: 'never',
    remedy: 'Nothing to do. To carry deletes, change the conflict node’s delete rule.',
    http: 200,
  },
  TRUNCATE_IGNORED: {
    retry: 'never',
    remedy: 'If the other side shall be emptied too, delete its records yourself; verify shows what differs.',
    http: 200,
  },
  // Flows
  FLOW_INVALID: {
    retry: 'manual',
    remedy: 'Mend the problems that are listed with the flow; each says how.',
    http: 422,
  },
  FLOW_MALFORMED: {
    retry: 'manual',
    remedy: 'Correct the places that the message names; the flow file’s JSON Schema describes the format.',
    http: 422,
  },
  FLOW_TOO_NEW: {
    retry: 'never',
    remedy: 'Upgrade Syncline to the version that wrote the flow, or a newer one.',
    http: 422,
  },
  NODE_UNCONNECTED: {
    retry: 'manual',
    remedy: 'Connect the node so that it lies between two endpoints, or delete it.',
    http: 422,
  },
  LANE_MAPPING_COUNT: {
    retry: 'manual',
    remedy: 'Put exactly one mapping, and at most one conflict node, between the two endpoints.',
    http: 422,
  },
  LANE_CYCLE: {
    retry: 'manual',
    remedy: 'Remove one of the edges of the circle.',
    http: 422,
  },
  MATCH_MISSING: {
    retry: 'manual',
    remedy: 'In the mapping, choose the pair of fields that finds the same record on both sides.',
    http: 422,
  },
  MATCH_NOT_UNIQUE: {
    retry: 'manual',
    remedy:
      'Match by the primary key or a unique set of fields on each side, or add a unique constraint over the fields.',
    http: 422,
  },
  FIELD_READ_ONLY: {
    retry: 'manual',
    remedy: 'Let values flow only away from the read-only field, or remove the pair.',
    http: 422,
  },
  FIELD_MAPPED_TWICE: {
    retry: 'manual',
    remedy: 'Keep one of the pairs that write the field and remove the others, or reverse their direction.',
    http: 422,
  },
  FIELD_REQUIRED: {
    retry: 'manual',
    remedy: 'Map a field to it, give it a default on the target, or let it be null.',
    http: 422,
  },
  RULE_UNSUPPORTED: {
    retry: 'manual',
    remedy: 'Choose a rule that needs no commit times: prefer a side, or hold for a person.',
    http: 422,
  },
  MAPPING_EMPTY: {
    retry: 'manual',
    remedy: 'Pair at least one field of the left side with one of the right.',
    http: 422,
  },
  ENDPOINT_INCOMPLETE: {
    retry: 'manual',
    remedy: 'Choose a connection and a stream for the endpoint.',
    http: 422,
  },
  DRAFT_STALE: {
    retry: 'manual',
    remedy: 'Load the newer draft and make your change again, or overwrite it knowingly.',
    http: 409,
  },
  NAME_TAKEN: { retry: 'manual', remedy: 'Choose another name.', http: 409 },
  // Runner
  LEASE_STALE: {
    retry: 'never',
    remedy: 'Nothing to do: the other runner goes on with the flow.',
    http: 409,
  },
  FLOW_NOT_RUNNING: {
    retry: 'manual',
    remedy: 'Deploy the flow, or resume it when it is paused.',
    http: 409,
  },
  RUNNER_ABSENT: {
    retry: 'timed',
    remedy: 'Start a runner (npm start does), and look at its log if it does not stay up.',
    http: 503,
  },
  // Set-up
  PORT_TAKEN: {
    retry: 'manual',
    remedy: 'Stop the other program, or choose another port: PORT=4400 npm start.',
    http: 500,
  },
  DATA_NEWER: {
    retry: 'never',
    remedy:
      'Start the version that wrote the data folder or a newer one, or name another folder in SYNCLINE_HOME.',
    http: 500,
  },
  DATA_LOCKED: {
    retry: 'manual',
    remedy: 'Stop the other Syncline, or give this one its own data folder in SYNCLINE_HOME.',
    http: 500,
  },
  STORE_UNREACHABLE: {
    retry: 'timed',
    remedy: 'Check DATABASE_URL and that the server which it names is running.',
    http: 503,
  },
  STORE_UNSUPPORTED: {
    retry: 'manual',
    remedy:
      'Use PostgreSQL 15 or newer for Syncline’s own database, or unset DATABASE_URL to use the built-in one.',
    http: 500,
  },
  SECRET_KEY_INVALID: {
    retry: 'manual',
    remedy:
      'Set SYNCLINE_SECRET_KEY to the key that was in use (32 bytes in base64 or hex), or restore secret.key in the data folder. If it is lost, enter the connections’ secrets again.',
    http: 500,
  },
  // Access and requests
  UNAUTHENTICATED: {
    retry: 'manual',
    remedy: 'Sign in, or send a valid API key in the Authorization header.',
    http: 401,
  },
  FORBIDDEN: {
    retry: 'manual',
    remedy: 'Ask an owner or admin of the workspace for a role that may do this.',
    http: 403,
  },
  NOT_FOUND: {
    retry: 'never',
    remedy: 'Check the name; it may have been renamed or deleted, or belong to another workspace.',
    http: 404,
  },
  INPUT_INVALID: {
    retry: 'never',
    remedy: 'Correct the parts of the request that the message names.',
    http: 400,
  },
  IN_USE: {
    retry: 'manual',
    remedy: 'Remove what still uses it first; the message names it.',
    http: 409,
  },
  INTERNAL: {
    retry: 'timed',
    remedy:
      'Try again. If it stays, send the message and the log of that moment to whoever looks after this installation.',
    http: 500,
  },
};
