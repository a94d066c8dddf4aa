import { isSealedKey, sealedKeyText } from '#core/masking/sealed-key.ts';
import { isMaskedValue, type ShownRow } from '#core/masking/shown-value.ts';

const first = ['first_name', 'firstname', 'given_name'];
const last = ['last_name', 'lastname', 'family_name', 'surname'];
const whole = [
  'name',
  'full_name',
  'fullname',
  'display_name',
  'title',
  'company',
  'company_name',
  'subject',
];
const lesser = ['email', 'email_address', 'mail', 'username', 'code', 'number', 'sku'];

function pick(row: ShownRow, names: readonly string[]): string | null {
  for (const [field, value] of Object.entries(row)) {
    if (value && !isMaskedValue(value) && names.includes(field.toLowerCase())) return value;
  }
  return null;
}

/** What people would call a record, from fields that usually hold its name; null where none does. */
export function recordTitle(...rows: (ShownRow | null | undefined)[]): string | null {
  for (const row of rows) {
    if (!row) continue;
    const person = [pick(row, first), pick(row, last)].filter(Boolean).join(' ');
    const title = pick(row, whole) ?? (person || pick(row, lesser));
    if (title) return title;
  }
  return null;
}

/**
 * A record key such as `["42","de"]` as people read it: `42 / de`; that of a line about many of them:
 * `many records`; one that is masked: a short mark of its own.
 */
export function keyText(recordKey: string): string {
  if (isSealedKey(recordKey)) return sealedKeyText(recordKey);
  try {
    const parts: unknown = JSON.parse(recordKey);
    if (Array.isArray(parts) && parts.length === 0) return 'many records';
    if (Array.isArray(parts)) return parts.map((part) => (part === null ? 'null' : String(part))).join(' / ');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return recordKey;
}
