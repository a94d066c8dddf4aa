/** The present, in microseconds since 1970. */
export function nowMicros(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** Microseconds since 1970 as ISO text in UTC with six digits: `2026-11-22T10:00:00.123456Z`. */
export function microsToIso(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const rest = micros - millis * 1000;
  return `${new Date(millis).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** The inverse of {@link microsToIso}; also reads fewer digits, and PostgreSQL's text of a timestamptz in UTC. */
export function isoToMicros(text: string): number {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00)$/.exec(text);
  if (!match) throw new RangeError(`not a UTC time: ${text}`);
  return Date.parse(`${match[1]}T${match[2]}Z`) * 1000 + Number((match[3] ?? '').padEnd(6, '0'));
}

/** Microseconds since 1970 of an ISO time with any offset, up to six digits of a second. */
export function offsetIsoToMicros(text: string): number {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  const seconds = Date.parse(text.replace(/\.\d+/, ''));
  return seconds * 1000 + Number(digits.slice(0, 6).padEnd(6, '0'));
}
