import type { StreamSchema } from '#core/values/stream-schema.ts';
import { MaskedChip } from '../records/masked-chip.tsx';

/** A few rows as they are, but for fields that are masked for the reader; wide ones scroll sideways. */
export function SampleRows({
  stream,
  rows,
  masked,
}: {
  stream: StreamSchema;
  rows: readonly Record<string, string | null>[];
  masked: readonly string[];
}) {
  if (rows.length === 0) return <p className="px-4 text-ink-3">The stream is empty.</p>;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={`Rows of ${stream.name}`}
      className="overflow-x-auto border-y border-line"
    >
      <table className="border-collapse text-left">
        <thead>
          <tr className="h-7 border-b border-line">
            {stream.fields.map((field) => (
              <th
                key={field.name}
                scope="col"
                className="px-3 text-xs font-normal whitespace-nowrap text-ink-3 first:pl-4"
              >
                {field.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr
              key={stream.key.map((name) => row[name]).join(' ') || index}
              className="h-8 border-b border-line last:border-b-0"
            >
              {stream.fields.map((field) => {
                const value = row[field.name];
                return (
                  <td key={field.name} className="max-w-64 truncate px-3 whitespace-nowrap first:pl-4">
                    {masked.includes(field.name) ? (
                      <MaskedChip />
                    ) : value === null || value === undefined ? (
                      <span className="text-ink-3">null</span>
                    ) : (
                      <code title={value.length > 30 ? value : undefined}>{value}</code>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
