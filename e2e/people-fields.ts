/** One field of a person as two systems keep it: names and types of the left and the right side. */
export type FieldOfBoth = readonly [left: string, leftType: string, right: string, rightType: string];

/** The keys of both sides. */
export const keys = ['contact_id', 'PersonId'] as const;

/** Sixty fields of a person beside the key, under the names that two teams gave them. */
export const peopleFields: readonly FieldOfBoth[] = [
  ['first_name', 'text NOT NULL', 'GivenName', 'varchar(80) NOT NULL'],
  ['last_name', 'text NOT NULL', 'FamilyName', 'varchar(80) NOT NULL'],
  ['middle_name', 'text', 'MiddleName', 'varchar(80)'],
  ['salutation', 'text', 'Salutation', 'varchar(20)'],
  ['nick_name', 'text', 'Nickname', 'text'],
  ['email', 'text', 'EmailAddress', 'varchar(200)'],
  ['secondary_email', 'text', 'SecondaryEmail', 'varchar(200)'],
  ['phone', 'text', 'PhoneNumber', 'varchar(40)'],
  ['mobile', 'text', 'MobilePhone', 'varchar(40)'],
  ['fax', 'text', 'FaxNumber', 'varchar(40)'],
  ['date_of_birth', 'date', 'BirthDate', 'date'],
  ['job_title', 'text', 'JobTitle', 'varchar(120)'],
  ['department', 'text', 'Department', 'varchar(120)'],
  ['company_name', 'text', 'Company', 'varchar(120)'],
  ['website', 'text', 'WebsiteUrl', 'text'],
  ['street', 'text', 'StreetAddress', 'text'],
  ['city', 'text', 'City', 'varchar(80)'],
  ['state', 'text', 'StateProvince', 'varchar(80)'],
  ['zip', 'text', 'PostalCode', 'varchar(20)'],
  ['country', 'text', 'Country', 'varchar(80)'],
  ['billing_street', 'text', 'BillingStreet', 'text'],
  ['billing_city', 'text', 'BillingCity', 'varchar(80)'],
  ['billing_state', 'text', 'BillingState', 'varchar(80)'],
  ['billing_zip', 'text', 'BillingPostalCode', 'varchar(20)'],
  ['billing_country', 'text', 'BillingCountry', 'varchar(80)'],
  ['shipping_street', 'text', 'ShippingStreet', 'text'],
  ['shipping_city', 'text', 'ShippingCity', 'varchar(80)'],
  ['shipping_zip', 'text', 'ShippingPostalCode', 'varchar(20)'],
  ['shipping_country', 'text', 'ShippingCountry', 'varchar(80)'],
  ['latitude', 'numeric(9,6)', 'GeoLatitude', 'numeric(9,6)'],
  ['longitude', 'numeric(9,6)', 'GeoLongitude', 'numeric(9,6)'],
  ['language', 'text', 'PreferredLanguage', 'varchar(10)'],
  ['currency', 'text', 'CurrencyCode', 'varchar(3)'],
  ['timezone', 'text', 'TimeZone', 'varchar(60)'],
  ['annual_revenue', 'numeric(14,2)', 'AnnualRevenue', 'numeric(16,2)'],
  ['num_employees', 'int', 'NumberOfEmployees', 'bigint'],
  ['industry', 'text', 'Industry', 'varchar(80)'],
  ['lead_source', 'text', 'LeadSource', 'varchar(80)'],
  ['lead_score', 'int', 'LeadScore', 'bigint'],
  ['lifecycle_stage', 'text', 'LifecycleStage', 'varchar(40)'],
  ['account_owner', 'text', 'OwnerName', 'varchar(120)'],
  ['parent_account', 'text', 'ParentAccount', 'varchar(120)'],
  ['is_customer', 'boolean', 'IsCustomer', 'boolean'],
  ['opted_out', 'boolean', 'EmailOptOut', 'boolean'],
  ['do_not_call', 'boolean', 'DoNotCall', 'boolean'],
  ['created_at', 'timestamptz', 'CreatedDate', 'timestamptz'],
  ['updated_at', 'timestamptz', 'ModifiedDate', 'timestamptz'],
  ['last_contacted', 'timestamptz', 'LastContactedOn', 'timestamptz'],
  ['contract_start', 'date', 'ContractStartDate', 'date'],
  ['contract_end', 'date', 'ContractEndDate', 'date'],
  ['discount_pct', 'numeric(5,2)', 'DiscountPercent', 'numeric(5,2)'],
  ['credit_limit', 'numeric(12,2)', 'CreditLimit', 'numeric(14,2)'],
  ['payment_terms', 'text', 'PaymentTerms', 'varchar(40)'],
  ['tax_id', 'text', 'VatNumber', 'varchar(40)'],
  ['loyalty_points', 'int', 'LoyaltyPoints', 'bigint'],
  ['twitter', 'text', 'TwitterHandle', 'varchar(60)'],
  ['linkedin', 'text', 'LinkedInUrl', 'text'],
  ['description', 'text', 'Remarks', 'text'],
  ['status', 'text', 'RecordState', 'varchar(20)'],
  ['external_ref', 'text', 'ForeignReference', 'varchar(60)'],
];

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** A value of this type for record `i`, in SQL; the same on both sides but for what is spelled otherwise. */
function valueSql([left, , right]: FieldOfBoth, type: string, index: number): string {
  if (left === 'status') {
    const [yes, no] = type.startsWith('varchar') ? ['active', 'inactive'] : ['A', 'I'];
    return `CASE WHEN i % 2 = 0 THEN '${yes}' ELSE '${no}' END`;
  }
  if (type.startsWith('int') || type.startsWith('bigint')) return `i * ${index + 1}`;
  if (type.startsWith('numeric')) return 'i + 0.25';
  if (type === 'date') return `DATE '2026-01-01' + i`;
  if (type === 'boolean') return 'i % 3 = 0';
  if (type === 'timestamptz') return `TIMESTAMPTZ '2026-01-01 10:00Z' + i * INTERVAL '1 hour'`;
  return `'${letters[(index + right.length) % letters.length]}' || i`;
}

/** Makes a side's table with the records from `first` to `last`. */
export function tableSql(side: 'left' | 'right', table: string, first: number, last: number): string {
  const column = (field: FieldOfBoth) => (side === 'left' ? field[0] : field[2]);
  const type = (field: FieldOfBoth) => (side === 'left' ? field[1] : field[3]);
  const key = keys[side === 'left' ? 0 : 1];
  const columns = peopleFields.map((field) => `"${column(field)}" ${type(field)}`);
  const values = peopleFields.map((field, index) => valueSql(field, type(field), index));
  return `
    CREATE TABLE ${table} ("${key}" int PRIMARY KEY, ${columns.join(', ')});
    ALTER TABLE ${table} REPLICA IDENTITY FULL;
    INSERT INTO ${table} SELECT i, ${values.join(', ')} FROM generate_series(${first}, ${last}) i;
    ANALYZE ${table}`;
}

/** Reads a side's records in the words of the left one, by their key. */
export function readSql(side: 'left' | 'right', table: string): string {
  const key = keys[side === 'left' ? 0 : 1];
  const columns = peopleFields.map(([left, , right]) => {
    if (side === 'left') return `"${left}"::text`;
    if (left !== 'status') return `"${right}"::text AS "${left}"`;
    return `CASE "${right}" WHEN 'active' THEN 'A' WHEN 'inactive' THEN 'I' ELSE "${right}" END AS status`;
  });
  return `SELECT "${key}" AS id, ${columns.join(', ')} FROM ${table} ORDER BY 1`;
}
