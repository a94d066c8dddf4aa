import type { FieldTerms, NameText, Term } from './field-terms.ts';
import { meaningOf } from './lexicon.ts';

const places = new Set(
  'city,region,region code,postal code,country,country code,county,latitude,longitude,time zone,street'
    .split(',')
    .map(meaningOf),
);
const addressParts = new Set('city,postal code,street,country'.split(',').map(meaningOf));
/** Words that only say that a place is meant. */
const wraps = new Set('address,location,geographic,postal'.split(',').map(meaningOf));
const region = meaningOf('region');
const status = meaningOf('status');

/**
 * Reads what only the surroundings tell: beside a part of an address, `address` and `location` say
 * nothing more (`address_city`); and where no field is a part of an address, a `state` is a status.
 */
export function readPlaces(fields: readonly FieldTerms[]): FieldTerms[] {
  const has = (meanings: ReadonlySet<string>) => (term: Term) => meanings.has(term.meaning);
  const placed = fields.some(({ texts }) => texts.some(({ terms }) => terms.some(has(addressParts))));
  const read = (text: NameText): NameText => {
    const inPlace = text.terms.some(has(places));
    if (!inPlace) return text;
    const terms = text.terms.map((term): Term => {
      if (!placed && term.meaning === region && term.text === 'state') return { ...term, meaning: status };
      return wraps.has(term.meaning) ? { ...term, role: 'filler' } : term;
    });
    return { ...text, terms };
  };
  return fields.map((field) => ({ ...field, texts: field.texts.map(read) }));
}
