'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { ProblemLines } from '../../problem-lines.client.tsx';
import type { CodeFinding } from '../code-finding.ts';
import type { CodePanelProps } from './code-panel.ts';

/** What is wrong with the code, each line leading to its place; then what is wrong with where the node stands. */
export function ProblemsPanel({ findings, problems, failure, goTo }: CodePanelProps) {
  if (findings.length === 0 && problems.length === 0 && !failure) {
    return (
      <p className="flex items-center gap-2 px-4 py-4 text-ink-2">
        <CircleCheck aria-hidden className="size-4 text-ok" />
        No problems: the code fits where it stands.
      </p>
    );
  }
  return (
    <>
      {failure ? <ErrorNotice error={failure} className="m-3" /> : null}
      {findings.length > 0 ? (
        <ul aria-label="Problems of the code">
          {findings.map((finding) => (
            <FindingLine
              key={[finding.module, finding.line, finding.column, finding.message].join(' ')}
              finding={finding}
              onGo={() => goTo(finding)}
            />
          ))}
        </ul>
      ) : null}
      {problems.length > 0 ? (
        <ul aria-label="Problems of this step" className="flex flex-col gap-2 px-4 py-3">
          <ProblemLines problems={problems} />
        </ul>
      ) : null}
    </>
  );
}

function FindingLine({ finding, onGo }: { finding: CodeFinding; onGo: () => void }) {
  const { severity, module, line, column, message, code } = finding;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <li className="border-b border-line">
      <button
        type="button"
        onClick={onGo}
        className="flex w-full items-baseline gap-2.5 px-4 py-2 text-left hover:bg-surface-2 focus-visible:-outline-offset-2"
      >
        <Icon
          aria-hidden
          className={`size-4 shrink-0 translate-y-[3px] ${severity === 'error' ? 'text-fail' : 'text-warn'}`}
        />
        <span className="sr-only">{severity === 'error' ? 'Error: ' : 'Warning: '}</span>
        <span className="min-w-0 flex-1 text-ink break-words whitespace-pre-line">{message}</span>
        <span className="shrink-0 font-mono text-xs text-ink-3 tabular-nums" title={code}>
          {module ? `${module} ` : ''}
          <span aria-hidden>
            {line}:{column}
          </span>
          <span className="sr-only">
            line {line}, column {column}
          </span>
        </span>
      </button>
    </li>
  );
}
