'use client';

import { CircleAlert } from 'lucide-react';
import type { CodeFailure } from '#core/ports/code-runner.ts';
import { Button } from '#ui/button.tsx';
import type { CodePanelProps } from './code-panel.ts';

/** Why code failed on a record, leading to the line. */
export function FailureNotice({ failure, goTo }: { failure: CodeFailure; goTo: CodePanelProps['goTo'] }) {
  const { code, message, module, line, column } = failure;
  return (
    <div role="alert" className="flex gap-2.5 rounded-lg border border-fail/30 bg-fail-bg px-3 py-2.5">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-fail" />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words whitespace-pre-wrap text-ink">
          {message} <code className="ml-1 text-fail">{code}</code>
        </p>
        {line === null ? null : (
          <Button size="sm" className="mt-2" onClick={() => goTo({ module, line, column: column ?? 1 })}>
            {module ? `${module}, line ${line}` : `Line ${line}`}
          </Button>
        )}
      </div>
    </div>
  );
}
