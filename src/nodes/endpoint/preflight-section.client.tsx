'use client';

import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { StreamSchema } from '#core/values/stream-schema.ts';
import { CodeBlock } from '#ui/code-block.tsx';
import { ErrorNotice } from '#ui/error-notice.tsx';
import { Skeleton } from '#ui/skeleton.tsx';
import { StatusDot } from '#ui/status-dot.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';

const images: Record<StreamSchema['beforeImage'], string> = {
  full: 'The log holds complete old rows.',
  key: 'The log holds old keys only; Syncline keeps digests of the last agreed values.',
  none: 'The log holds no old rows: updates and deletes cannot be told apart from the key.',
};

/** Whether the stream can be synced, and what to run where it cannot. */
export function PreflightSection({ connection, schema }: { connection: string; schema: StreamSchema }) {
  const { usePreflight } = useNodeEnvironment();
  const { data, loading, error, retry } = usePreflight(connection, schema.name);
  const findings = (data ?? []).filter((finding) => finding.severity !== 'ok');
  return (
    <InspectorSection title="Readiness" description={images[schema.beforeImage]}>
      {loading ? <Skeleton className="w-2/3" /> : null}
      {error ? <ErrorNotice error={error} onRetry={retry} /> : null}
      {data && findings.length === 0 ? <StatusDot tone="ok">Ready to sync</StatusDot> : null}
      <ul className="flex flex-col gap-3">
        {findings.map((finding) => (
          <Finding key={finding.code + finding.title} finding={finding} />
        ))}
      </ul>
    </InspectorSection>
  );
}

function Finding({ finding }: { finding: PreflightFinding }) {
  return (
    <li>
      <StatusDot tone={finding.severity === 'error' ? 'fail' : 'warn'} wraps>
        {finding.title}
      </StatusDot>
      <p className="mt-0.5 text-sm text-ink-2">{finding.detail}</p>
      {finding.fix ? <CodeBlock code={finding.fix} label="Copy the fix" className="mt-1.5" /> : null}
    </li>
  );
}
