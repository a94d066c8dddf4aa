import type { ShownVerdict } from '#core/masking/shown-entry.ts';
import type { ShownValue } from '#core/masking/shown-value.ts';

/** A verdict with each of the values that it tells replaced. */
export function withVerdictValues(
  verdict: ShownVerdict,
  show: (value: ShownValue) => ShownValue,
): ShownVerdict {
  const both = (values: { left: ShownValue; right: ShownValue }) => ({
    left: show(values.left),
    right: show(values.right),
  });
  const { base, stands, meanwhile } = verdict;
  return {
    ...verdict,
    ...(base ? { base: both(base) } : {}),
    ...(stands ? { stands: both(stands) } : {}),
    ...(meanwhile ? { meanwhile: both(meanwhile) } : {}),
  };
}
