/** Where a connection leads, from its settings that are no secret, e.g. `db.example.com:5432/crm`. */
export function connectionAddress(config: Record<string, unknown>): string {
  const { host, port, database, url, file } = config;
  if (typeof host === 'string') {
    const place = port ? `${host}:${port}` : host;
    return database ? `${place}/${database}` : place;
  }
  for (const part of [url, file, database]) if (typeof part === 'string') return part;
  return '';
}
