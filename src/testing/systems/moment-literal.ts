/**
 * A moment as a column of this type (as PostgreSQL names it) takes it without rounding: other systems cut off
 * what a column has no room for, or keep it.
 *
 * @param moment ISO 8601 without a zone, microseconds
 */
export function momentLiteral(moment: string, type: string): string {
  if (type === 'date') return moment.slice(0, 10);
  const digits = Number(/\((\d)\)/.exec(type)?.[1] ?? 6);
  const unit = 10 ** (6 - digits);
  const [second = '', fraction = ''] = moment.split('.');
  const micros = Math.round(Number(fraction) / unit) * unit;
  const whole = new Date(Date.parse(`${second}Z`) + Math.floor(micros / 1e6) * 1000)
    .toISOString()
    .slice(0, 19);
  return `${whole.replace('T', ' ')}.${String(micros % 1e6)
    .padStart(6, '0')
    .slice(0, digits)}`;
}
