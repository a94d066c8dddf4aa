'use client';

import { ChevronDown, ChevronUp } from 'lucide-react';
import { classNames } from '#lib/class-names.ts';
import { IconButton } from '#ui/icon-button.tsx';
import type { PanelTab } from '../session/flow-session.ts';
import { useCompiled, useLive, usePanel, useSession } from '../session/use-session.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { FirstSyncPanel, syncing } from './first-sync-panel.tsx';
import { OutlinePanel } from './outline-panel.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { useDrifts } from './use-drifts.ts';

type Tab = { id: PanelTab; label: string; count?: number; tone?: 'fail' | 'warn' };

function useTabs(): Tab[] {
  const errors = useCompiled((state) => state.problems.filter((each) => each.severity === 'error').length);
  const all = useCompiled((state) => state.problems.length);
  const deployed = useLive((state) => state.status !== null);
  const first = useLive((state) => syncing(state.status?.lanes ?? []).length);
  const drifts = useDrifts().filter(({ ignoredBy }) => ignoredBy === null);
  const fails = errors > 0 || drifts.some(({ severity }) => severity === 'stopped');
  const problems: Tab = {
    id: 'problems',
    label: 'Problems',
    count: all + drifts.length,
    tone: fails ? 'fail' : 'warn',
  };
  return [
    problems,
    { id: 'outline', label: 'Outline' },
    ...(deployed ? [{ id: 'changes', label: 'Last changes' } as const] : []),
    ...(first > 0 ? [{ id: 'first-sync', label: 'First sync', count: first } as const] : []),
  ];
}

/** The panel under the canvas; its bar is always there, so that the number of problems is in sight. */
export function BottomPanel() {
  const session = useSession();
  const tabs = useTabs();
  const wanted = usePanel((state) => state.tab);
  const tab = tabs.some((each) => each.id === wanted) ? wanted : null;
  const open = (id: PanelTab | null) => session.panel.setState({ tab: id });
  return (
    <section aria-label="Details" className="shrink-0 border-t border-line bg-surface">
      <div className="flex h-9 items-center gap-1 px-3">
        {tabs.map(({ id, label, count, tone }) => (
          <button
            key={id}
            type="button"
            aria-expanded={tab === id}
            onClick={() => open(tab === id ? null : id)}
            className={classNames(
              'inline-flex h-7 items-center gap-1.5 rounded-md px-2 font-medium',
              tab === id ? 'bg-surface-2 text-ink' : 'text-ink-2 hover:text-ink',
            )}
          >
            {label}
            {count === undefined ? null : (
              <span
                className={classNames(
                  'rounded-full px-1.5 text-xs',
                  count === 0
                    ? 'bg-surface-2 text-ink-2'
                    : tone === 'fail'
                      ? 'bg-fail-bg text-fail'
                      : tone === 'warn'
                        ? 'bg-warn-bg text-warn'
                        : 'bg-accent-bg text-accent',
                )}
              >
                {count}
              </span>
            )}
          </button>
        ))}
        <span className="ml-auto" />
        <IconButton
          size="sm"
          side="top"
          label={tab ? 'Hide the panel' : 'Show the panel'}
          onClick={() => open(tab ? null : 'problems')}
        >
          {tab ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
        </IconButton>
      </div>
      {tab ? (
        <div className="h-56 overflow-y-auto border-t border-line">
          {tab === 'problems' ? <ProblemsPanel /> : null}
          {tab === 'outline' ? <OutlinePanel /> : null}
          {tab === 'changes' ? <ChangesPanel /> : null}
          {tab === 'first-sync' ? <FirstSyncPanel /> : null}
        </div>
      ) : null}
    </section>
  );
}
