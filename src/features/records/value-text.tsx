import { isMaskedValue, type ShownValue } from '#core/masking/shown-value.ts';
import { classNames } from '#lib/class-names.ts';
import { MaskedChip } from './masked-chip.tsx';

/** One value: its text, `null`, a chip where it is masked, or a dash where the side has no such field or record. */
export function ValueText({
  value,
  struck = false,
  className,
}: {
  value: ShownValue | undefined;
  /** The value that no longer stands. */
  struck?: boolean;
  className?: string;
}) {
  if (value === undefined) {
    return (
      <span className={classNames('text-ink-3', className)}>
        <span aria-hidden>–</span>
        <span className="sr-only">none</span>
      </span>
    );
  }
  const classes = classNames('break-words', struck ? 'line-through decoration-1' : '', className);
  if (isMaskedValue(value)) {
    return (
      <span className={classes}>
        <MaskedChip digest={value.digest} />
      </span>
    );
  }
  if (value === null) return <span className={classNames('text-ink-3 italic', classes)}>null</span>;
  if (value === '') return <span className={classNames('text-ink-3 italic', classes)}>empty text</span>;
  return <code className={classes}>{value}</code>;
}
