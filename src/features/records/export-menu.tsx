'use client';

import { Download } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { Menu } from '#ui/menu.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const formats = [
  { format: 'csv', label: 'CSV', hint: 'for spreadsheets' },
  { format: 'jsonl', label: 'JSONL', hint: 'a document a line' },
  { format: 'parquet', label: 'Parquet', hint: 'for analysis' },
] as const;

/** Offers what is shown as a file. */
export function ExportMenu({
  what,
  asked,
}: {
  what: string;
  asked: { filter: string } | { operation: string };
}) {
  const { slug, can } = useWorkspace();
  if (!can('record.list')) return null;
  const download = (format: string) =>
    window.location.assign(`/api/export?${new URLSearchParams({ workspace: slug, format, ...asked })}`);
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={<Download aria-hidden />} className="self-start">
          Export {what}
        </Button>
      }
      items={formats.map(({ format, label, hint }) => ({ label, hint, onSelect: () => download(format) }))}
    />
  );
}
