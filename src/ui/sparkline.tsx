/** A small line of recent values; decoration beside the number it belongs to. */
export function Sparkline({
  values,
  width = 56,
  height = 16,
  className = 'text-ink-3',
}: {
  values: readonly number[];
  width?: number;
  height?: number;
  className?: string;
}) {
  if (values.length < 2) return <svg aria-hidden width={width} height={height} />;
  const top = Math.max(...values, 1);
  const step = width / (values.length - 1);
  const points = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(height - 1.5 - (value / top) * (height - 3)).toFixed(1)}`,
    )
    .join(' ');
  return (
    <svg aria-hidden width={width} height={height} className={className}>
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
