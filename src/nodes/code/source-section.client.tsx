'use client';

import { SquareCode } from 'lucide-react';
import { Button } from '#ui/button.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import type { InspectorProps } from '../node-views.ts';

const SHOWN = 14;

/** The first lines of the code, and the way into the editor. */
export function SourceSection({
  node,
  readOnly,
  onWide,
}: Pick<InspectorProps<'code'>, 'node' | 'readOnly' | 'onWide'>) {
  const lines = node.source.trimEnd().split('\n');
  const more = lines.length - SHOWN;
  return (
    <InspectorSection
      title="Code"
      action={
        <Button variant="primary" icon={<SquareCode aria-hidden />} onClick={() => onWide(true)}>
          {readOnly ? 'Read the code' : 'Open editor'}
        </Button>
      }
    >
      {node.source.trim() === '' ? (
        <p className="text-ink-2">No code yet. The editor begins with a function that fits.</p>
      ) : (
        <>
          <CodeBlock code={lines.slice(0, SHOWN).join('\n')} label="Copy these lines" />
          {more > 0 ? (
            <p className="pt-1 text-sm text-ink-3">
              and {more} more {more === 1 ? 'line' : 'lines'}
            </p>
          ) : null}
        </>
      )}
    </InspectorSection>
  );
}
