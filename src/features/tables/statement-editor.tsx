'use client';

import type { PreflightFinding } from '#core/ports/preflight.ts';
import { CodeBlock } from '#ui/code-block.tsx';
import { Field } from '#ui/field.tsx';
import { Textarea } from '#ui/textarea.tsx';

/** The statements that will run, to be read and changed, and what stands in their way. */
export function StatementEditor({
  connection,
  sql,
  findings,
  onChange,
}: {
  connection: string;
  sql: string;
  findings: readonly PreflightFinding[];
  onChange: (sql: string) => void;
}) {
  const lines = sql.split('\n').length;
  return (
    <div className="flex flex-col gap-3">
      <Field
        label={`Statements for ${connection}`}
        hint="Exactly this runs, also as you change it. Only statements that make or extend streams are taken."
      >
        <Textarea
          mono
          spellCheck={false}
          rows={Math.min(Math.max(lines, 4), 18)}
          className="whitespace-pre"
          value={sql}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <Findings findings={findings} />
    </div>
  );
}

function Findings({ findings }: { findings: readonly PreflightFinding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label="What stands in the way" className="flex flex-col gap-2">
      {findings.map(({ code, title, detail, fix }) => (
        <li key={`${code} ${title}`}>
          <p className="text-fail">{title}</p>
          <p className="text-sm text-ink-2">{detail}</p>
          {fix ? <CodeBlock code={fix} label="Copy what mends it" className="mt-1" /> : null}
        </li>
      ))}
    </ul>
  );
}
