import { maskedText } from '#core/masking/shown-value.ts';

/** Stands for a value that the reader's role does not see. */
export function MaskedChip() {
  return (
    <span
      title="Your role does not see this value"
      className="inline-block rounded-sm border border-line bg-surface-2 px-1 text-xs text-ink-2"
    >
      {maskedText}
    </span>
  );
}
