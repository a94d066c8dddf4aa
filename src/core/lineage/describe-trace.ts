import type { LedgerCause } from '../ledger/ledger-entry.ts';
import type { Decided, TraceStep } from './trace-value.ts';

/** What the sides are called where a trace is shown. */
export type TraceNames = { left: string; right: string };

const causes: Record<LedgerCause, string> = {
  live: 'as it changed',
  snapshot: 'at the first sync',
  replay: 'by a replay',
  revert: 'by a revert',
  're-decide': 'when its conflict was decided again',
  repair: 'by a repair',
};

/** A step of a trace as a sentence. Values are shown beside it, not in it. */
export function describeTraceStep(step: TraceStep, names: TraceNames): string {
  const said = sentenceOf(step, names);
  const digests = 'line' in step && step.line.payload === 'digests';
  return digests ? `${said} Of its values the ledger keeps digests alone.` : said;
}

function sentenceOf(step: TraceStep, names: TraceNames): string {
  switch (step.kind) {
    case 'outside':
      return `What stands in ${step.place.field} of ${names[step.place.side]} now is not what the ledger last saw there: it was changed since, and that change has not come through.`;
    case 'carried': {
      const { place, from, line, decided } = step;
      const way = `from ${from.field} of ${names[from.side]} by the mapping of version ${line.version}`;
      const written = `The flow wrote it to ${place.field} of ${names[place.side]}, ${way}, ${causes[line.cause]}.`;
      const made = throughCode(step, names);
      const carried = made ? `${written} ${made}` : written;
      return decided ? `${carried} Both sides had changed it: ${decidedBy(decided, names)}` : carried;
    }
    case 'restored': {
      const where = `${step.place.field} of ${names[step.place.side]}`;
      const back = `What had stood in ${where} before was put back ${causes[step.line.cause]}.`;
      return step.decided ? `${back} Of both sides’ values, ${decidedBy(step.decided, names)}` : back;
    }
    case 'kept':
      return `It stayed in ${step.place.field} of ${names[step.place.side]}: ${decidedBy(step.decided, names)}`;
    case 'written': {
      const { code, op, place } = step;
      const by =
        code.length === 0 ? '' : ` The code of ${code.join(', ')} made it of what the record held there.`;
      return op === 'insert'
        ? `It came with the record, which was made on ${names[place.side]}.${by}`
        : `It was written to ${place.field} on ${names[place.side]}.${by}`;
    }
    case 'found':
      return step.line.cause === 'live'
        ? `It stood in ${step.place.field} of ${names[step.place.side]} already when the flow came to write it.`
        : `It stood in ${step.place.field} of ${names[step.place.side]} when the flow read the record ${causes[step.line.cause]}.`;
    case 'merged':
      return `It was made of both sides’ values in ${step.place.field} of ${names[step.place.side]}: ${decidedBy(step.decided, names)}`;
    case 'beyond': {
      const where = `${step.place.field} of ${names[step.place.side]}`;
      if (step.cut) {
        return `Who wrote ${where} is told by a line that is older than those that were looked at: the record has too many.`;
      }
      if (step.mappedSince !== null) {
        return `No line tells who wrote ${where}: the mapping has this field since version ${step.mappedSince}, and lines of earlier versions do not tell of it.`;
      }
      if (step.copiedAt !== null) {
        return `No line of its own tells who wrote ${where}: a first sync copied the lane’s records in bulk, with one line for many.`;
      }
      return step.since === null
        ? `No line tells who wrote ${where}: the ledger has none about this record.`
        : `No line tells who wrote ${where}: it is older than the lines that the ledger has of this record.`;
    }
  }
}

/** Code stands between the system and what the mapping sees of it. */
function throughCode({ code, place }: Extract<TraceStep, { kind: 'carried' }>, names: TraceNames): string {
  return code.length === 0 ? '' : `It went into ${names[place.side]} through the code of ${code.join(', ')}.`;
}

function decidedBy({ by, rule, version, winner, why }: Decided, names: TraceNames): string {
  const stands = winner === 'left' || winner === 'right' ? ` for ${names[winner]}` : '';
  const who = by ?? `the rule “${rule}” of version ${version}`;
  return `${who} decided${stands}. ${why}`.trim();
}
