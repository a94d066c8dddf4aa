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

function policy(retry: ErrorPolicy['retry']) {
  return (http: number, remedy: string): ErrorPolicy => ({ retry, remedy, http });
}
const timed = policy('timed');
const manual = policy('manual');
const never = policy('never');

/** Every code has a decision: a code without one does not compile. */
export const errorPolicy: Record<ErrorCode, ErrorPolicy> = {
  // Reaching a system
  CONNECTION_REFUSED: timed(
    502,
    'Check the host and port, that the server is running, and that no firewall stands between.',
  ),
  CONNECTION_LOST: timed(
    502,
    'Nothing to do: Syncline connects again by itself and goes on where it was. If it keeps happening, look at the server’s log and the network between.',
  ),
  CONNECTION_TIMEOUT: timed(
    504,
    'Check that the host is reachable from where Syncline runs, and that the server is not overloaded.',
  ),
  AUTH_FAILED: manual(
    422,
    'Correct the user and the password of the connection. On PostgreSQL also look at pg_hba.conf: it must let this user in from this address.',
  ),
  DATABASE_MISSING: manual(422, 'Correct the database name of the connection, or create the database.'),
  TLS_FAILED: manual(
    422,
    'Choose the TLS mode that the server offers, or give the certificate authority that signed its certificate.',
  ),
  PRIVILEGE_MISSING: manual(
    422,
    'Run the GRANT that the message or the connection’s check shows, as an owner of the table or as an administrator.',
  ),
  SERVER_UNSUPPORTED: manual(422, 'Upgrade the server to a supported version; the message names the oldest.'),
  TOO_MANY_CONNECTIONS: timed(
    503,
    'Close unused connections to the server, or raise its limit (max_connections). Syncline tries again by itself.',
  ),
  CONFIG_INVALID: manual(422, 'Complete the connection’s settings; the message names the setting.'),
  // The log
  LOG_LEVEL: manual(
    422,
    "PostgreSQL: run ALTER SYSTEM SET wal_level = 'logical' as an administrator. MySQL and MariaDB: set log_bin and binlog_format = ROW. Then restart the server.",
  ),
  SLOTS_EXHAUSTED: timed(
    503,
    'Drop replication slots that nobody uses, or raise max_replication_slots and max_wal_senders and restart the server.',
  ),
  SLOT_BUSY: timed(
    409,
    'Wait for the other process to let go. If another Syncline runs the same flow, stop one of the two.',
  ),
  SLOT_LOST: timed(
    409,
    'Nothing to do: Syncline begins to read anew and compares both sides to find what was missed.',
  ),
  SLOT_INVALIDATED: timed(
    409,
    'Let the server keep its log for longer, or it may happen again: max_slot_wal_keep_size (PostgreSQL), binlog_expire_logs_seconds (MySQL and MariaDB). Syncline begins to read anew by itself and compares both sides to find what was missed.',
  ),
  HISTORY_CHANGED: manual(
    409,
    'Check that the connection leads to the right server and that its data is what you want to go on with, then deploy the flow again, or pause and resume it: Syncline compares both sides.',
  ),
  LOG_RETAINED: manual(
    409,
    'Resume the flow, mend what keeps it from running, or delete it: a source keeps its log until the flow has read it.',
  ),
  LOG_LIMIT_NEAR: manual(
    409,
    'Resume the flow now, or let the server keep its log for longer: max_slot_wal_keep_size (PostgreSQL), binlog_expire_logs_seconds (MySQL and MariaDB). Once the log is dropped, both sides must be compared.',
  ),
  BEFORE_IMAGE_PARTIAL: manual(
    422,
    'Let the log hold the complete old row: ALTER TABLE … REPLICA IDENTITY FULL (PostgreSQL), binlog_row_image = FULL (MySQL and MariaDB).',
  ),
  CLOCK_OFFSET: manual(
    422,
    'Synchronise the clocks of both machines (NTP). Until then, changes closer together than the difference are decided by the tie rule.',
  ),
  // Streams and fields
  STREAM_EXISTS: manual(
    409,
    'Give the new one another name, or take the one that is there: choose it as the stream and map its fields.',
  ),
  DDL_REFUSED: manual(422, 'Correct the statement by what the system says of it, then run it again.'),
  STREAM_MISSING: manual(
    422,
    'Choose a stream that exists, or grant the connection’s user SELECT on it and USAGE on its schema.',
  ),
  STREAM_UNSUPPORTED: manual(
    422,
    'Change the table as the message or the connection’s check shows, e.g. to a storage engine with transactions.',
  ),
  FIELD_MISSING: manual(
    422,
    'Remove the pair from the mapping or pair another field, then deploy; or restore the field.',
  ),
  KEY_MISSING: manual(
    422,
    'Give the stream a primary key, or a unique constraint over fields that are never null.',
  ),
  SCHEMA_CHANGED: manual(
    409,
    'Open the mapping, look at what changed in the stream, and deploy a version that fits it.',
  ),
  // Values and rows
  CAST_FAILED: manual(
    422,
    'Correct the value in the record where it came from, or give the other side a type that takes it; then try the record again.',
  ),
  CAST_REFUSED: never(422, 'Pair fields whose types fit each other, or change the type of one of the two.'),
  DECISION_REOPENED: never(
    422,
    'Look at the pair again: keep it, which writes down a new decision, or remove it from the mapping.',
  ),
  CAST_LOSSY: never(
    422,
    'Accept that the finer part of the value is dropped on the way, let values flow only the other way, or give the other side a type as fine.',
  ),
  VALUE_INVALID: manual(
    422,
    'Correct the value in the record where it came from, then try the record again.',
  ),
  NOT_NULL_VIOLATION: manual(
    422,
    'Fill the value in the record where it came from, or allow NULL or set a default on the target; then try the record again.',
  ),
  UNIQUE_VIOLATION: timed(
    409,
    'Find the record of the target that holds the value and change, merge or delete it; then try again.',
  ),
  FOREIGN_KEY_VIOLATION: timed(
    409,
    'Sync or create the record that it refers to first. Syncline tries again by itself.',
  ),
  CHECK_VIOLATION: manual(
    422,
    'Correct the value in the record where it came from, or relax the target’s check; then try the record again.',
  ),
  WRITE_FAILED: timed(422, 'Read the server’s message; correct the record or the target, then try again.'),
  DEADLOCK: timed(409, 'Nothing to do: Syncline writes again by itself.'),
  LOCK_WAIT: timed(
    409,
    'Nothing to do if it passes: Syncline tries again by itself. If it stays, end the session that keeps a transaction open.',
  ),
  // Links
  LINK_MISSING: timed(
    409,
    'Nothing to do if the other record is on its way: Syncline goes on once the two are linked. If it stays, look why that record is held or parked.',
  ),
  LINK_AMBIGUOUS: timed(
    409,
    'Correct or remove the records that carry the same values, so that one is left on each side; Syncline then links the two by itself.',
  ),
  // Reconcile
  RECONCILING: timed(409, 'Nothing to do: Syncline reads both sides and decides within moments.'),
  CONFLICT_HELD: manual(409, 'Open the conflict and choose the value that shall stand on both sides.'),
  CONFLICT_RESOLVED: never(
    200,
    'Nothing to do. If the other value should have won, change the rule or correct the record.',
  ),
  CHANGED_SINCE: manual(409, 'Look at the record: if the older value should stand, set it on either side.'),
  NOT_REVERTIBLE: manual(
    409,
    'Set the value by hand where it should stand. What a first sync copied is taken back by undoing the first sync. So that later changes can be taken back in any case, let the log of the side that was changed tell whole old rows (PostgreSQL: REPLICA IDENTITY FULL; MySQL and MariaDB: binlog_row_image = FULL).',
  ),
  CANNOT_REDECIDE: manual(
    409,
    'Choose a rule that needs less, such as preferring a side, or set the value on either side.',
  ),
  NO_SINGLE_RECORD: never(409, 'Nothing to do here. Choose lines of single records.'),
  SIDE_READ_ONLY: never(
    409,
    'Make the change on the side that the mapping carries from, or let it carry both ways.',
  ),
  PREVIEW_STALE: manual(409, 'Look once more at what it would do, then confirm.'),
  LINES_REMOVED: never(
    409,
    'Replay its source, or repair what a verify finds. Let the flow keep its lines for longer to act on them later.',
  ),
  LANE_GONE: never(409, 'Deploy a version that has the mapping, or choose records of one that is deployed.'),
  IGNORED: never(200, 'Nothing to do. To try it after all, replay its line.'),
  WAITS_BEHIND: timed(409, 'Mend the record that it refers to; this one follows by itself.'),
  FLAPPING: manual(
    409,
    'Find what keeps writing this record on both sides (often a trigger or another sync), stop it, then try the record again.',
  ),
  NOTHING_MAPPED: never(200, 'Nothing to do. To carry the field that changed, add it to the mapping.'),
  DELETE_IGNORED: never(200, 'Nothing to do. To carry deletes, change the conflict node’s delete rule.'),
  BREAKER_TRIPPED: manual(
    409,
    'Look at what it was about to do (syncline breaker show, or the flow’s Monitor page), then approve it or discard it.',
  ),
  BREAKER_DISCARDED: never(
    409,
    'Nothing to do: on a two-way lane the record was put back where it had been changed; a one-way lane leaves both sides as they are.',
  ),
  TRUNCATE_IGNORED: never(
    200,
    'If the other side shall be emptied too, delete its records yourself, or let the conflict node carry deletes this way.',
  ),
  // Flows
  FLOW_INVALID: manual(422, 'Mend the problems that are listed with the flow; each says how.'),
  FLOW_MALFORMED: manual(
    422,
    'Correct the places that the message names; the flow file’s JSON Schema describes the format.',
  ),
  FLOW_TOO_NEW: never(422, 'Upgrade Syncline to the version that wrote the flow, or a newer one.'),
  NODE_UNCONNECTED: manual(422, 'Connect the node so that it lies between two endpoints, or delete it.'),
  LANE_MAPPING_COUNT: manual(
    422,
    'Put exactly one mapping, and at most one conflict node, between the two endpoints.',
  ),
  LANE_CYCLE: manual(422, 'Remove one of the edges of the circle.'),
  LANE_TWICE: manual(422, 'Remove one of the two paths, or let each write other fields.'),
  EDGE_BROKEN: manual(422, 'Remove the edge or give the node its own id.'),
  PAIR_DIRECTION: manual(
    422,
    'Set the pair to the direction of the mapping, or let the mapping go both ways.',
  ),
  MATCH_MISSING: manual(
    422,
    'In the mapping, choose the pair of fields that finds the same record on both sides.',
  ),
  MATCH_NOT_UNIQUE: manual(
    422,
    'Match by the primary key or a unique set of fields on each side, or add a unique constraint over the fields.',
  ),
  KEY_COLLISION: manual(
    422,
    'Rename or merge the records whose keys collide, or give the other side’s key the same type and collation.',
  ),
  LINK_KEY_UNFIT: manual(
    422,
    'Link by a single field that is unique and that the system itself fills in: an identity or serial column, or one with a default such as gen_random_uuid().',
  ),
  LINK_THROUGH_UNKNOWN: manual(
    422,
    'Name a mapping of this flow that links the records, between the same two connections.',
  ),
  FIELD_READ_ONLY: manual(422, 'Let values flow only away from the read-only field, or remove the pair.'),
  FIELD_MAPPED_TWICE: manual(
    422,
    'Keep one of the pairs that write the field and remove the others, or reverse their direction.',
  ),
  FILTER_INVALID: manual(422, 'Open the filter and mend its condition; the message says where.'),
  ROUTER_INVALID: manual(422, 'Open the router and mend its branches, or draw its edges anew.'),
  VALUES_NOT_KEPT: never(
    409,
    'Replay from the source, or repair what verify finds: both take the values that stand now. Choose full values in the flow\u2019s ledger settings for what is written from now on.',
  ),
  FILTERED: never(200, 'Nothing to do. If the record should be carried, change the filter or the record.'),
  TRANSFORM_INVALID: manual(422, 'Change the step, or the fields of the pair; or remove the step.'),
  CODE_INVALID: manual(422, 'Open the code node, mend what its problems list names, and deploy again.'),
  CODE_FAILED: manual(
    422,
    'Open the record in the code node (Debug this record), mend the line that the message names or the record, then try it again.',
  ),
  CODE_RESULT_INVALID: manual(
    422,
    'Return every field that the node declares, each with a value of its type; or declare other fields. Then try the record again.',
  ),
  CODE_TIMEOUT: manual(
    422,
    'Look for a loop that does not end or a pattern that backtracks in the line that the message names; then try the record again.',
  ),
  CODE_MEMORY: manual(422, 'Let the code keep less at a time; then try the record again.'),
  CODE_OUTPUT_LIMIT: manual(422, 'Let the code return fewer or smaller records; then try the record again.'),
  CODE_CRASHED: manual(
    422,
    'Try the record again. If it happens again, open the record in the code node and look for what takes that much.',
  ),
  CODE_UNAVAILABLE: timed(
    503,
    'Nothing to do if it passes: it is tried again. Otherwise look in the log for why no child process starts.',
  ),
  CODE_INPUT_CHANGED: manual(
    409,
    'Open the code node that the message names, let it do with the fields that the stream has now, and deploy; or restore the field. Both sides then meet again by themselves.',
  ),
  CODE_ONE_WAY: never(
    422,
    'Make the node a lens, with a function for the way back; or let the mapping go one way.',
  ),
  CODE_CASES_FAILED: never(409, 'Mend the code, or change what the test expects; then deploy again.'),
  CODE_LAWS_BROKEN: never(
    409,
    'Mend the function that the counter-example shows; or record why the difference does not matter.',
  ),
  EJECT_REFUSED: never(409, 'Do what the message says, or leave the node as it is.'),
  MODULE_MISSING: never(
    422,
    'Choose a version that the workspace has, or add the module (on the Library page, or with syncline library push FILE).',
  ),
  TABLE_INVALID: never(422, 'Open the look-up tables of the flow and mend what the message names.'),
  MODULE_INVALID: never(422, 'Mend the line that the message names, then save the module again.'),
  MODULE_STALE: manual(409, 'Look at the newer version, take over what it changed, then save again.'),
  PAIR_LOOP: manual(422, 'Make one two-way pair of the two, or take one of the pairs in the circle out.'),
  ROUND_TRIP: manual(
    422,
    'Let the pair go one way, give it steps that lead back, or say why the loss does not matter (lossy, with a reason).',
  ),
  FIELD_REQUIRED: manual(422, 'Map a field to it, give it a default on the target, or let it be null.'),
  RULE_UNSUPPORTED: manual(
    422,
    'Choose a rule that needs no commit times: prefer a side, or hold for a person.',
  ),
  BREAKER_IDLE: never(422, 'Set a limit for what the lane carries, or turn the breaker off.'),
  MAPPING_EMPTY: manual(422, 'Pair at least one field of the left side with one of the right.'),
  ENDPOINT_INCOMPLETE: manual(422, 'Choose a connection and a stream for the endpoint.'),
  DRAFT_STALE: manual(
    409,
    'Load the newer draft and merge it with your changes, which the editor does by itself.',
  ),
  DRAFT_CHANGED: manual(
    409,
    'Take the changes into the file (syncline flow export), deploy them, or apply with --force to lose them.',
  ),
  DRAFT_NOT_DEPLOYED: manual(
    409,
    'Deploy these changes or take them back first, or change the rule in the editor.',
  ),
  NAME_TAKEN: manual(409, 'Choose another name.'),
  // Runner
  LEASE_STALE: never(409, 'Nothing to do: the other runner goes on with the flow.'),
  FLOW_NOT_RUNNING: manual(409, 'Deploy the flow, or resume it when it is paused.'),
  RUNNER_ABSENT: timed(503, 'Start a runner (npm start does), and look at its log if it does not stay up.'),
  // Set-up
  PORT_TAKEN: manual(500, 'Stop the other program, or choose another port: PORT=4400 npm start.'),
  DATA_NEWER: never(
    500,
    'Start the version that wrote the data folder or a newer one, or name another folder in SYNCLINE_HOME.',
  ),
  DATA_LOCKED: manual(500, 'Stop the other Syncline, or give this one its own data folder in SYNCLINE_HOME.'),
  STORE_UNREACHABLE: timed(503, 'Check DATABASE_URL and that the server which it names is running.'),
  STORE_UNSUPPORTED: manual(
    500,
    'Use PostgreSQL 15 or newer for Syncline’s own database, or unset DATABASE_URL to use the built-in one.',
  ),
  SECRET_KEY_INVALID: manual(
    500,
    'Set SYNCLINE_SECRET_KEY to the key that was in use (32 bytes in base64 or hex), or restore secret.key in the data folder. If it is lost, enter the connections’ secrets again.',
  ),
  // Alerts
  CHANNEL_INVALID: manual(422, 'Correct the settings of the channel; the message names each one.'),
  CHANNEL_FORBIDDEN: manual(
    422,
    'Give an address on the public internet, or let whoever runs Syncline set SYNCLINE_ALERT_PRIVATE_HOSTS=1 if alerts may go to this machine and its network.',
  ),
  CHANNEL_FAILED: timed(
    502,
    'Look at the answer in the delivery log and mend the receiver or the channel; Syncline tries again by itself, and “Deliver again” tries at once.',
  ),
  // Access and requests
  UNAUTHENTICATED: manual(401, 'Sign in, or send a valid API key in the Authorization header.'),
  FORBIDDEN: manual(403, 'Ask an owner or admin of the workspace for a role that may do this.'),
  NOT_FOUND: never(
    404,
    'Check the name; it may have been renamed or deleted, or belong to another workspace.',
  ),
  INPUT_INVALID: never(400, 'Correct the parts of the request that the message names.'),
  IN_USE: manual(409, 'Remove what still uses it first; the message names it.'),
  INTERNAL: timed(
    500,
    'Try again. If it stays, send the message and the log of that moment to whoever looks after this installation.',
  ),
};
