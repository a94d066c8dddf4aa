import { maskedText } from '#core/masking/shown-value.ts';

/** Stands for a value that the reader's role does not see, or that the ledger holds a digest of alone. */
export function MaskedChip({ digest }: { digest?: string }) {
  return (
    <span
      title={
        digest
          ? 'Only a digest of this value was kept; equal digests are equal values'
          : 'Your role does not see this value'
      }
      className="inline-block rounded-sm border border-line bg-surface-2 px-1 text-xs text-ink-2"
    >
      {digest ? `digest ${digest.slice(0, 8)}` : maskedText}
    </span>
  );
}
