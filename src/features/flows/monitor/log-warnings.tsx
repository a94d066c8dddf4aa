'use client';

import { CircleAlert, TriangleAlert } from 'lucide-react';
import { errorPolicy } from '#core/errors/policy.ts';
import { describeLogWarning } from '#core/ledger/log-warning.ts';
import { useLive } from '#features/flow-editor/session/use-session.tsx';
import { classNames } from '#lib/class-names.ts';

/** Sources that hold back more of their log than is good, with what to do about it. */
export function LogWarnings() {
  const warnings = useLive((state) => state.status?.logWarnings) ?? [];
  return warnings.map((warning) => {
    const near = warning.code === 'LOG_LIMIT_NEAR';
    const Icon = near ? CircleAlert : TriangleAlert;
    return (
      <div
        key={warning.connection}
        role="status"
        className={classNames(
          'flex gap-2.5 rounded-lg border px-3 py-2.5',
          near ? 'border-fail/30 bg-fail-bg' : 'border-warn/40 bg-warn-bg',
        )}
      >
        <Icon
          aria-hidden
          className={classNames('mt-0.5 size-4 shrink-0', near ? 'text-fail' : 'text-warn')}
        />
        <div className="min-w-0 flex-1">
          <p className="font-medium text-ink">
            {describeLogWarning(warning)}
            <code className={classNames('ml-2', near ? 'text-fail' : 'text-warn')}>{warning.code}</code>
          </p>
          <p className="mt-0.5 text-ink-2">{errorPolicy[warning.code].remedy}</p>
        </div>
      </div>
    );
  });
}
