import type { NeutralType } from '../values/neutral-type.ts';
import type { FieldProfile } from './field-profile.ts';

/** A field as the matcher sees it. A `Field` of a schema is one; more can be said where it is known. */
export type SideField = {
  name: string;
  /** What people call it, where its system has names for people. */
  label?: string | null;
  comment?: string | null;
  /** Absent where only names are known. */
  type?: NeutralType;
  nativeType?: string;
  nullable?: boolean;
  hasDefault?: boolean;
  readOnly?: boolean;
  /** What a sample of its values looks like. */
  profile?: FieldProfile;
};

/** One side of a matching. A `StreamSchema` is one. */
export type StreamSide = {
  /** The stream's name, with or without a qualifier. */
  name: string;
  /** What its system is called, e.g. `HubSpot`: its name in field names tells nothing. */
  system?: string;
  fields: readonly SideField[];
  key?: readonly string[];
  uniques?: readonly (readonly string[])[];
  references?: readonly { fields: readonly string[]; stream: string; referencedFields: readonly string[] }[];
};
