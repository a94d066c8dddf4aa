import type { LedgerStatus } from '#core/ledger/ledger-entry.ts';
import type { ShownEntry } from '#core/masking/shown-entry.ts';
import type { CliOutput, Tone } from './cli-output.ts';
import { figures } from './format-figures.ts';
import { showRecordKey } from './show-record-key.ts';
import { textTable } from './text-table.ts';

const tones: Record<LedgerStatus, Tone> = {
  applied: 'ok',
  unchanged: 'quiet',
  resolved: 'ok',
  held: 'warn',
  failed: 'fail',
  parked: 'fail',
  skipped: 'quiet',
};

/** Ledger entries for people: one line each. */
export function recordTable(output: CliOutput, entries: ShownEntry[]): string {
  const rows = entries.map((entry) => [
    figures.moment(entry.commitTime),
    output.tone(tones[entry.status], entry.status),
    `${entry.side === 'left' ? '→' : '←'} ${entry.op}`,
    showRecordKey(entry.recordKey),
    entry.changed.join(', '),
    [entry.code, entry.detail].filter(Boolean).join(': '),
  ]);
  return textTable(['committed', 'status', 'change', 'record', 'fields', 'why'], rows);
}
