import type { Session } from './cli.ts';
import type { CliOutput, Tone } from './cli-output.ts';

export type DriftItem = Awaited<ReturnType<Session['api']['drift']['list']['query']>>[number];

const tones: Record<DriftItem['severity'], Tone> = {
  stopped: 'fail',
  suspended: 'warn',
  warning: 'warn',
  info: 'quiet',
};

/** What changed in a flow's streams, in short: one line each, with where to read more. */
export function driftLines(output: CliOutput, drifts: DriftItem[]): string[] {
  if (drifts.length === 0) return [];
  const lines = drifts.map(({ severity, title }) => `  ${output.tone(tones[severity], severity)}  ${title}`);
  return ['', 'The streams have changed (see flow drift):', ...lines];
}

/** The same in full, with the ways out of each. */
export function driftText(output: CliOutput, drift: DriftItem): string {
  const { id, severity, title, detail, options, ignoredBy } = drift;
  const ignored = ignoredBy === null ? '' : ` (set aside by ${ignoredBy})`;
  const lines = [`${id}  ${output.tone(tones[severity], severity)}  ${title}${ignored}`, `  ${detail}`];
  for (const [index, option] of options.entries()) {
    const sql = option.kind === 'sql' ? ` on ${option.connection}: ${option.sql}` : '';
    lines.push(`  ${index + 1}. ${option.label}${sql}`);
  }
  return lines.join('\n');
}
