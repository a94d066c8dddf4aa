import { z } from 'zod';

/** Every code with what it means. The remedy stands in `policy.ts`. */
export const errorMeanings = {
  // Reaching a system
  CONNECTION_REFUSED: 'Nothing answers at that host and port.',
  CONNECTION_LOST: 'The connection broke while it was in use.',
  CONNECTION_TIMEOUT: 'The server did not answer in time.',
  AUTH_FAILED: 'The server refused the user or the password.',
  DATABASE_MISSING: 'The server has no database of that name.',
  TLS_FAILED: 'An encrypted connection could not be agreed on.',
  PRIVILEGE_MISSING: 'The user may not do what the sync needs.',
  SERVER_UNSUPPORTED: 'The server is older than the oldest supported version.',
  TOO_MANY_CONNECTIONS: 'The server takes no further connection.',
  CONFIG_INVALID: 'The connection settings are incomplete or malformed.',
  // The log
  LOG_LEVEL: 'The server does not write what logical replication needs.',
  SLOTS_EXHAUSTED: 'The server has no replication slot or sender left.',
  SLOT_BUSY: 'Another process reads from the replication slot.',
  SLOT_LOST: 'The replication slot is gone; changes since then are not in its log.',
  SLOT_INVALIDATED: 'The server dropped the log that the slot still needed.',
  HISTORY_CHANGED: 'The server was failed over or restored: its log is another one.',
  BEFORE_IMAGE_PARTIAL: 'The log holds no complete old row.',
  CLOCK_OFFSET: 'The clocks of the server and of Syncline differ.',
  // Streams and fields
  STREAM_MISSING: 'The stream does not exist, or the user cannot see it.',
  FIELD_MISSING: 'The field does not exist any more.',
  KEY_MISSING: 'The stream has no key that finds one record.',
  SCHEMA_CHANGED: 'The stream has changed in a way that the deployed version does not know.',
  // Values and rows
  CAST_FAILED: 'A value does not fit the type on the other side.',
  CAST_REFUSED: 'There is no cast between these two types.',
  CAST_LOSSY: 'The cast drops part of some values.',
  VALUE_INVALID: 'The target refused the value.',
  NOT_NULL_VIOLATION: 'The target needs a value where the source has none.',
  UNIQUE_VIOLATION: 'Another record of the target holds this unique value.',
  FOREIGN_KEY_VIOLATION: 'The record refers to one that the target does not have, or is referred to.',
  CHECK_VIOLATION: 'The target has a rule that the values break.',
  WRITE_FAILED: 'The target refused the write.',
  DEADLOCK: 'Two transactions waited for each other, and the server ended ours.',
  LOCK_WAIT: 'Another session holds rows that Syncline has to write.',
  // Reconcile
  RECONCILING: 'Both sides changed; both are being read to decide.',
  CONFLICT_HELD: 'Both sides changed, and the rule leaves it to a person.',
  CONFLICT_RESOLVED: 'Both sides changed, and the rule decided.',
  FLAPPING: 'The record is written again and again, on one side after the other.',
  SNAPSHOT_PENDING: 'The first sync has not reached the record; it will carry its current state.',
  NOTHING_MAPPED: 'No mapped field changed.',
  DELETE_IGNORED: 'The lane does not carry deletes.',
  TRUNCATE_IGNORED: 'The stream was truncated; truncation is not carried.',
  // Flows
  FLOW_INVALID: 'The flow has problems that must be mended first.',
  FLOW_MALFORMED: 'The file or document is not a flow.',
  FLOW_TOO_NEW: 'The flow was written by a newer version of Syncline.',
  NODE_UNCONNECTED: 'A node is on no path between two endpoints.',
  LANE_MAPPING_COUNT: 'A path between two endpoints needs exactly one mapping.',
  LANE_CYCLE: 'The path runs in a circle.',
  LANE_TWICE: 'Two paths write the same fields of the same stream from the same source.',
  EDGE_BROKEN: 'An edge or an id does not fit the rest of the flow.',
  PAIR_DIRECTION: 'A field pair goes against the direction of its mapping.',
  MATCH_MISSING: 'The mapping does not say which fields find the same record on both sides.',
  MATCH_NOT_UNIQUE: 'The matching fields do not find exactly one record.',
  FIELD_READ_ONLY: 'The field cannot be written.',
  FIELD_MAPPED_TWICE: 'Two pairs write the same field.',
  FIELD_REQUIRED: 'The target needs a field that nothing is mapped to.',
  RULE_UNSUPPORTED: 'The conflict rule needs what a side cannot deliver.',
  MAPPING_EMPTY: 'The mapping has no field pairs.',
  ENDPOINT_INCOMPLETE: 'The endpoint names no connection or no stream.',
  DRAFT_STALE: 'Somebody else saved this draft since you opened it.',
  NAME_TAKEN: 'The name is in use in this workspace.',
  // Runner
  LEASE_STALE: 'Another runner has taken over the flow.',
  FLOW_NOT_RUNNING: 'The flow is not running.',
  RUNNER_ABSENT: 'No runner is alive to do this.',
  // Set-up
  PORT_TAKEN: 'Another program listens on the port.',
  DATA_NEWER: 'The data folder was written by a newer version.',
  DATA_LOCKED: 'Another Syncline uses the data folder.',
  STORE_UNREACHABLE: "Syncline's own database does not answer.",
  STORE_UNSUPPORTED: "Syncline's own database is too old.",
  SECRET_KEY_INVALID:
    'The encryption key is missing, malformed, or not the one the secrets were written with.',
  // Access and requests
  UNAUTHENTICATED: 'Nobody is signed in.',
  FORBIDDEN: 'The role does not allow this.',
  NOT_FOUND: 'There is no such thing in this workspace.',
  INPUT_INVALID: 'The request is malformed.',
  IN_USE: 'Something else still needs it.',
  INTERNAL: 'Something unexpected went wrong.',
} as const;

export const ErrorCode = z.enum(Object.keys(errorMeanings) as [keyof typeof errorMeanings]);
export type ErrorCode = keyof typeof errorMeanings;
