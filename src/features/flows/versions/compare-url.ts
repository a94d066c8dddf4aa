import { parseAsString } from 'nuqs';

/** What is compared with what, and which change is looked at: in the URL, so that it can be shared. */
export const compareUrl = {
  /** `draft`, `live`, or a version's number. */
  from: parseAsString,
  to: parseAsString,
  /** Path of the change that is looked at. */
  change: parseAsString,
};
