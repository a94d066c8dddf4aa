import type { OpenSuggestion } from '#server/mapping/suggest-for-lanes.ts';
import type { CliOutput } from './cli-output.ts';

const shown = 10;

/** Fields that nothing maps and that seem to belong together: a line each, the first few. */
export function openLines(output: CliOutput, suggestions: readonly OpenSuggestion[]): string[] {
  if (suggestions.length === 0) return [];
  const lines = suggestions
    .slice(0, shown)
    .map(
      ({ nodeId, left, right, confidence, reason }) =>
        `  ? ${nodeId}: ${left} and ${right} may belong together (${Math.round(confidence * 100)} %): ${reason}`,
    );
  const more = suggestions.length - lines.length;
  const rest = more > 0 ? [`  ? and ${more} more`] : [];
  return [...lines, ...rest, output.tone('quiet', '  See syncline map suggest.')];
}
