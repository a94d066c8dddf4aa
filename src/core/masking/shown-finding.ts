import type { Finding } from '../operations/finding-selection.ts';

/** A page of what a verify found, as whoever asks may see it, and how many the filter finds in all. */
export type ShownFindingPage = { findings: Finding[]; next: string | null; count: number };
