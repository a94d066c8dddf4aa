'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, RefreshCw, TriangleAlert } from 'lucide-react';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { errorParts } from '#trpc/error-parts.ts';
import { Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { CodeBlock } from '#ui/code-block.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { SkeletonRows } from '#ui/skeleton.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

const marks = {
  error: { icon: CircleAlert, tone: 'text-fail', word: 'Must be mended' },
  warning: { icon: TriangleAlert, tone: 'text-warn', word: 'Should be mended' },
  ok: { icon: CircleCheck, tone: 'text-ok', word: 'Fine' },
};

function Finding({ finding }: { finding: PreflightFinding }) {
  const mark = marks[finding.severity];
  const Icon = mark.icon;
  if (finding.severity === 'ok') {
    return (
      <li className="flex items-center gap-3 border-b border-line px-4 py-1.5 last:border-b-0">
        <Icon aria-label={mark.word} className={`size-4 shrink-0 ${mark.tone}`} />
        <p className="min-w-0 flex-1">
          {finding.title} <span className="text-ink-3">{finding.detail}</span>
        </p>
      </li>
    );
  }
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <Icon aria-label={mark.word} className={`mt-0.5 size-4 shrink-0 ${mark.tone}`} />
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-medium">{finding.title}</span>
          {finding.stream ? <code className="ml-2 text-ink-2">{finding.stream}</code> : null}
          <code className="ml-2 text-ink-3">{finding.code}</code>
        </p>
        <p className="text-ink-2">{finding.detail}</p>
        {finding.fix ? <CodeBlock code={finding.fix} label="Copy the fix" className="mt-2" /> : null}
      </div>
    </li>
  );
}

function summary(findings: PreflightFinding[]): string {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const warnings = findings.filter((finding) => finding.severity === 'warning').length;
  if (errors + warnings === 0) return 'Everything that a sync needs is in place.';
  const parts = [
    errors > 0 ? `${errors} must be mended before a flow can run` : '',
    warnings > 0 ? `${warnings} should be mended` : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

const order = { error: 0, warning: 1, ok: 2 };

/** Everything that stands in the way of syncing, with the SQL that mends it, to check again after. */
export function PreflightList({ connectionId }: { connectionId: string }) {
  const { slug } = useWorkspace();
  const trpc = useTRPC();
  const preflight = useQuery(
    trpc.connection.preflight.queryOptions(
      { workspace: slug, id: connectionId },
      { staleTime: 0, refetchOnWindowFocus: false },
    ),
  );
  const error = errorParts(preflight.error);
  const findings = [...(preflight.data ?? [])].sort((a, b) => order[a.severity] - order[b.severity]);
  return (
    <div className="mx-auto max-w-3xl p-6">
      {error ? (
        <ErrorNotice error={error} onRetry={() => void preflight.refetch()} />
      ) : (
        <Card
          flush
          title="Check"
          description={preflight.data ? summary(findings) : 'Asking the server…'}
          actions={
            <Button
              icon={<RefreshCw aria-hidden />}
              loading={preflight.isFetching}
              onClick={() => void preflight.refetch()}
            >
              Check again
            </Button>
          }
        >
          {preflight.isPending ? (
            <SkeletonRows rows={4} label="Checking the connection" />
          ) : (
            <ul>
              {findings.map((finding) => (
                <Finding key={`${finding.code} ${finding.stream} ${finding.title}`} finding={finding} />
              ))}
            </ul>
          )}
        </Card>
      )}
    </div>
  );
}
