'use client';

import type { ModulePins } from '#core/code/pin-modules.ts';
import { Textarea } from '#ui/textarea.tsx';

/** The TypeScript of a module, to read or to edit. */
export function ModuleSource({
  name,
  source,
  readOnly,
  onChange,
  onSave,
}: {
  name: string;
  source: string;
  /** Versions of the modules that it imports. */
  imports: ModulePins;
  readOnly: boolean;
  onChange: (source: string) => void;
  onSave: () => void;
}) {
  return (
    <Textarea
      mono
      aria-label={`TypeScript of ${name}`}
      className="h-full resize-none rounded-none border-0 p-4"
      spellCheck={false}
      value={source}
      readOnly={readOnly}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 's' || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        onSave();
      }}
    />
  );
}
