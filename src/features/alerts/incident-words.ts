import type { IncidentEvent } from '#core/alerts/incident-event.ts';
import { describeDuration } from '#lib/describe-duration.ts';
import type { Incident } from './incident-list.tsx';

/** How long it went on, from its beginning to its end. */
export function lasted({ since, resolvedAt }: Pick<Incident, 'since' | 'resolvedAt'>): string {
  return resolvedAt ? describeDuration(resolvedAt.getTime() - since.getTime()) : '–';
}

const words: Record<IncidentEvent['kind'], string> = {
  began: 'It began',
  fired: 'It fired',
  reminded: 'Told again',
  acknowledged: 'Acknowledged',
  muted: 'Muted',
  unmuted: 'Muting ended',
  resolved: 'It is over',
};

/** One line of a timeline. */
export function eventWords({ kind, by, detail }: IncidentEvent): { title: string; detail: string } {
  const title = by ? `${words[kind]} by ${by}` : words[kind];
  if (kind !== 'muted') return { title, detail };
  const until = new Date(detail).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return { title, detail: `until ${until}` };
}
