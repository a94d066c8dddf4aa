/** What of a system refused a value or a write, as that system names it; null where it does not say. */
export type FailedAt = {
  field: string | null;
  constraint: string | null;
  /** The code node whose code it was, where it was code. */
  node?: string;
};
