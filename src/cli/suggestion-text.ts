import { type ConfidenceBand, confidenceBand } from '#core/mapping/confidence-band.ts';
import type { FieldSuggestions } from '#server/mapping/suggest-fields.ts';
import type { CliOutput, Tone } from './cli-output.ts';
import { textTable } from './text-table.ts';

type End = { connection: string; stream: string };

/** What was suggested for two streams. */
export type FoundPairs = FieldSuggestions & {
  left: End;
  right: End;
  /** The flow's mapping that they are for. */
  node?: string;
};

const words: Record<ConfidenceBand, { word: string; tone: Tone }> = {
  accept: { word: 'accept', tone: 'ok' },
  review: { word: 'review', tone: 'warn' },
  leave: { word: 'leave', tone: 'quiet' },
};

/** The suggestions as a table to be reviewed: what is accepted, what waits for a person, and why. */
export function suggestionText(output: CliOutput, found: FoundPairs): string {
  const { left, right, pairs, thresholds, samples, node } = found;
  const banded = pairs.map((pair) => ({ ...pair, band: confidenceBand(pair.confidence, thresholds) }));
  const shown = banded.filter(({ band }) => band !== 'leave');
  const count = (band: ConfidenceBand) => banded.filter((pair) => pair.band === band).length;
  const rows = shown.map(({ left: one, right: other, confidence, band, reason }) => {
    const { word, tone } = words[band];
    return [output.tone(tone, word), one, other, `${Math.round(confidence * 100)} %`, reason];
  });
  const of = (end: End) => `${end.connection} ${end.stream}`;
  const where = node === undefined ? '' : `${node}: `;
  const lines = [
    output.tone('strong', `${where}${of(left)} and ${of(right)}`),
    shown.length === 0 ? 'No two fields seem to belong together.' : table(rows),
    `${count('accept')} sure enough (${thresholds.accept} or more), ${count('review')} to review, the others left alone.`,
  ];
  for (const [end, { problem }] of [[left, samples.left] as const, [right, samples.right] as const]) {
    if (problem !== null) lines.push(`Values of ${of(end)} were not looked at: ${problem}`);
  }
  return lines.join('\n');
}

function table(rows: string[][]): string {
  return textTable(['', 'left', 'right', 'sure', 'why'], rows, [3]);
}
