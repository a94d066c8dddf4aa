/** PostgreSQL's long type names as everybody writes them. */
export function shortType(nativeType: string): string {
  return nativeType
    .replace('character varying', 'varchar')
    .replace(/^timestamp(\(\d\))? with time zone/, 'timestamptz$1')
    .replace(/ without time zone/, '');
}
