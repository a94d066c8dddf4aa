'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Severity } from '#core/alerts/alert-rule.ts';
import { useFlows } from '../workspace/use-live-flows.ts';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { OneOf } from './one-of.tsx';
import { severityChoices } from './severity-dot.tsx';

/** Filters of alerts, in the URL. */
export function useIncidentFilters() {
  return useQueryStates({
    severity: parseAsStringLiteral(Severity.options),
    flow: parseAsString,
    rule: parseAsString,
  });
}

/** The bar of filters over a list of alerts. */
export function IncidentFilters({ rules }: { rules: readonly { id: string; name: string }[] }) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug).data ?? [];
  const [{ severity, flow, rule }, setFilters] = useIncidentFilters();
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="flex min-h-11 items-center gap-2 border-b border-line px-4">
      <OneOf
        label="Severity"
        value={severity}
        choices={severityChoices}
        onChange={(next) => void setFilters({ severity: next })}
      />
      <OneOf
        label="Flow"
        value={flow}
        choices={named(flows)}
        onChange={(next) => void setFilters({ flow: next })}
      />
      <OneOf
        label="Rule"
        value={rule}
        choices={named(rules)}
        onChange={(next) => void setFilters({ rule: next })}
      />
    </div>
  );
}
