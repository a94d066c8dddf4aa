/** How long lines are kept, e.g. `30 days`. @param days 0 is for ever */
export function keepWords(days: number): string {
  return days === 0 ? 'for ever' : days === 1 ? '1 day' : `${days} days`;
}
