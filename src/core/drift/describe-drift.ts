import type { Lane } from '../flow/lane.ts';
import type { Drift } from './drift.ts';
import type { Proposal } from './proposal.ts';

/** What a drift of this deployed lane means, for people: what happened, and what the flow does about it by itself. */
export function describeDrift(
  drift: Drift,
  lane: Pick<Lane, 'left' | 'right'>,
): Pick<Proposal, 'severity' | 'title' | 'detail'> {
  const stream = `${lane[drift.side].stream.name} of ${lane[drift.side].connection}`;
  switch (drift.kind) {
    case 'field-added':
      return {
        severity: drift.required ? 'warning' : 'info',
        title: `${stream} has a new field ${drift.field} (${drift.nativeType})`,
        detail: drift.required
          ? 'It must be filled and has no default: records that are created there will fail until it is mapped, may be empty, or has a default.'
          : 'Nothing is carried to or from it. Everything else goes on.',
      };
    case 'field-dropped':
      return {
        severity: 'suspended',
        title: `${stream} has no field ${drift.field} any more`,
        detail: `${pairText(drift)} is suspended: its values stay as they are on the other side. Everything else goes on. When the field is back, both sides meet over it again.`,
      };
    case 'field-renamed':
      return {
        severity: 'suspended',
        title: `${drift.field} of ${stream} is called ${drift.to} now`,
        detail: `${pairText(drift)} is suspended until somebody says that it is the same field. Everything else goes on.`,
      };
    case 'field-retyped':
      return {
        severity: drift.refused === null ? 'info' : 'suspended',
        title: `${drift.field} of ${stream} has become ${drift.to} (it was ${drift.from})`,
        detail:
          drift.refused === null
            ? 'Its values go on, cast to the new type; records whose values do not fit wait as failed. Both sides have met over it again.'
            : `${pairText(drift)} is suspended. ${drift.refused} Everything else goes on.`,
      };
    case 'field-read-only':
      return {
        severity: 'suspended',
        title: `${drift.field} of ${stream} cannot be written any more`,
        detail: `${pairText(drift)} is suspended. Everything else goes on.`,
      };
    case 'stream-missing':
      return {
        severity: 'stopped',
        title: `${stream} is not there any more`,
        detail:
          'The lane has stopped; changes of the other side wait. When the stream is back under its name, both sides meet again by themselves.',
      };
    case 'key-broken':
      return {
        severity: 'stopped',
        title: `Records of ${stream} cannot be found any more`,
        detail: `${drift.why} The lane has stopped; changes of the other side wait. When that is mended, both sides meet again by themselves.`,
      };
    case 'use-broken':
      return usedText(drift, stream);
    case 'key-not-unique':
      return {
        severity: 'warning',
        title: `Nothing makes ${drift.fields.join(', ')} unique in ${stream} any more`,
        detail:
          'Everything goes on, but one record may be found as two. Add the primary key or the unique constraint again.',
      };
    case 'old-rows':
      return drift.to === 'full'
        ? {
            severity: 'info',
            title: `The log of ${stream} holds complete old rows now`,
            detail: 'Syncline reads less often. Nothing to do.',
          }
        : {
            severity: 'warning',
            title: `The log of ${stream} holds no complete old rows any more`,
            detail:
              'Everything goes on with digests that Syncline keeps of its own, and it reads more often.',
          };
  }
}

function usedText(
  { fields, why }: Extract<Drift, { kind: 'use-broken' }>,
  stream: string,
): ReturnType<typeof describeDrift> {
  return {
    severity: 'stopped',
    title: `${fields.join(', ')} of ${stream} changed, and the flow uses ${fields.length === 1 ? 'it' : 'them'}`,
    detail: `${why} The lane has stopped; changes of the other side wait. Mend the step and deploy, or restore what changed: then both sides meet again by themselves.`,
  };
}

function pairText({ pair }: { pair: { left: string; right: string } }): string {
  return pair.left === pair.right ? `The pair ${pair.left}` : `The pair ${pair.left} ⇄ ${pair.right}`;
}
