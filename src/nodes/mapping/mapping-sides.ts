import type { Side } from '#core/change/change-event.ts';
import type { Field, StreamSchema } from '#core/values/stream-schema.ts';
import type { Row } from '#core/values/value.ts';

/** What a mapping knows of one of its sides. */
export type MappingSide = {
  /** e.g. `crm · public.contacts`; null while no endpoint is connected. */
  title: string | null;
  schema: StreamSchema | null;
  /** Fields by name; empty while the schema is unknown. */
  fields: ReadonlyMap<string, Field>;
  rows: readonly Row[] | null;
};

export type MappingSides = Record<Side, MappingSide>;
