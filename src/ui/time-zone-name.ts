/** The zone in which times are told here, in short: `UTC`, `CET`, `GMT+5:30`. */
export function timeZoneName(): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
