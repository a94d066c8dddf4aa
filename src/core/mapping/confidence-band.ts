import type { Thresholds } from './suggestion.ts';

/** What happens with a suggestion: taken by itself, shown to a person to decide, or left alone. */
export type ConfidenceBand = 'accept' | 'review' | 'leave';

/** Where nobody has set others: at `accept` some two in a hundred pairs are wrong, see docs/mapping.md. */
export const defaultThresholds: Thresholds = { accept: 0.85, review: 0.35 };

export function confidenceBand(confidence: number, thresholds: Thresholds): ConfidenceBand {
  if (confidence >= thresholds.accept) return 'accept';
  return confidence >= thresholds.review ? 'review' : 'leave';
}
