'use client';

import { Plus, X } from 'lucide-react';
import type { ClipboardEvent } from 'react';
import type { TransformOf } from '#core/transform/transform.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { Input } from '#ui/input.tsx';
import { Select } from '#ui/select.tsx';
import { type Entry, readCell, readPastedTable, showCell } from './read-pasted-table.ts';

type Lookup = TransformOf<'lookup'>;

/** The table of a look-up as two columns; rows copied from a spreadsheet can be pasted into it. */
export function LookupTable({
  step,
  readOnly,
  onChange,
  onBlur,
}: {
  step: Lookup;
  readOnly: boolean;
  onChange: (step: Lookup) => void;
  onBlur: () => void;
}) {
  const { entries, unmatched } = step;
  const setEntries = (next: Entry[]) => onChange({ ...step, entries: next });
  const setCell = (row: number, column: 0 | 1, text: string) =>
    setEntries(
      entries.map((entry, index): Entry => {
        if (index !== row) return entry;
        return column === 0 ? [readCell(text), entry[1]] : [entry[0], readCell(text)];
      }),
    );
  const paste = (row: number, event: ClipboardEvent) => {
    const pasted = readPastedTable(event.clipboardData.getData('text/plain'));
    if (!pasted || readOnly) return;
    event.preventDefault();
    setEntries([...entries.slice(0, row), ...pasted, ...entries.slice(row + 1)]);
  };
  const other = typeof unmatched === 'object';
  return (
    <div>
      <table aria-label="Look-up table" className="w-full table-fixed">
        <thead>
          <tr className="text-left text-xs text-ink-3">
            <th className="pb-1 font-normal">Value</th>
            <th className="pb-1 font-normal">becomes</th>
            <th className="w-7">
              <span className="sr-only">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place while they are typed
            <tr key={row} onPaste={(event) => paste(row, event)}>
              {([0, 1] as const).map((column) => (
                <td key={column} className="pr-1 pb-1">
                  <Input
                    mono
                    aria-label={column === 0 ? `Value ${row + 1}` : `What value ${row + 1} becomes`}
                    placeholder="null"
                    readOnly={readOnly}
                    value={showCell(entry[column])}
                    onChange={(event) => setCell(row, column, event.target.value)}
                    onBlur={onBlur}
                  />
                </td>
              ))}
              <td className="pb-1">
                <IconButton
                  size="sm"
                  label={`Remove row ${row + 1}`}
                  disabled={readOnly || entries.length === 1}
                  onClick={() => setEntries(entries.filter((_, index) => index !== row))}
                >
                  <X aria-hidden />
                </IconButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex items-center gap-2">
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          disabled={readOnly}
          onClick={() => setEntries([...entries, [null, null]])}
        >
          Row
        </Button>
        <p className="text-xs text-ink-3">Rows of a spreadsheet can be pasted. An empty cell is null.</p>
      </div>
      <div className="mt-2 flex items-center gap-2">
        <span className="shrink-0 text-sm text-ink-2">Other values</span>
        <Select
          label="Values that the table does not list"
          disabled={readOnly}
          value={other ? 'default' : unmatched}
          options={[
            { value: 'fail', label: 'fail, and their record waits' },
            { value: 'keep', label: 'stay as they are' },
            { value: 'default', label: 'become' },
          ]}
          onChange={(value) =>
            onChange({ ...step, unmatched: value === 'default' ? { default: null } : (value as 'fail') })
          }
        />
        {other ? (
          <Input
            mono
            aria-label="What other values become"
            placeholder="null"
            readOnly={readOnly}
            value={showCell(unmatched.default)}
            onChange={(event) => onChange({ ...step, unmatched: { default: readCell(event.target.value) } })}
            onBlur={onBlur}
          />
        ) : null}
      </div>
    </div>
  );
}
