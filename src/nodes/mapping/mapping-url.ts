import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs';
import { mappingFilters, mappingSorts } from './arrange-rows.ts';

/** What of the look at a mapping stands in the URL, so that it is there again after a reload or from a link. */
export const mappingUrl = {
  /** The step that the rest is about. */
  step: parseAsString,
  wide: parseAsBoolean.withDefault(false),
  find: parseAsString.withDefault(''),
  show: parseAsStringLiteral(mappingFilters).withDefault('all'),
  sort: parseAsStringLiteral(mappingSorts).withDefault('schema'),
};
