'use client';

import { useQuery } from '@tanstack/react-query';
import { GitCompare } from 'lucide-react';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { useTRPC } from '#trpc/api-context.ts';
import type { ApiOutput } from '#trpc/api-types.ts';
import { Button } from '#ui/button.tsx';
import { IconButton } from '#ui/icon-button.tsx';
import { RelativeTime } from '#ui/relative-time.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';
import { ModuleUsesList } from './module-uses-list.tsx';

type Module = ApiOutput['library']['show'];
type Tab = 'versions' | 'uses';

/** What a module is for, what it imports, its versions, and who uses them. */
export function ModuleSide({
  module,
  imports,
  tab,
  onTab,
  onCompare,
  onPin,
  onMove,
}: {
  module: Module;
  imports: ModulePins;
  tab: Tab;
  onTab: (tab: Tab) => void;
  onCompare: (from: number, to: number) => void;
  /** Absent where the module may not be changed. */
  onPin?: (name: string, version: number) => void;
  onMove: () => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const uses = useQuery(trpc.library.uses.queryOptions({ workspace, name: module.name }));
  return (
    <aside
      aria-label="About the module"
      className="flex min-h-0 w-[340px] shrink-0 flex-col border-l border-line bg-surface max-lg:h-2/5 max-lg:w-full max-lg:border-t max-lg:border-l-0"
    >
      <div className="border-b border-line px-4 py-3">
        <p className="whitespace-pre-line text-ink">
          {module.description || (
            <span className="text-ink-3">
              Nothing is said of it. What its first comment (<code>{'/** … */'}</code>) says stands here.
            </span>
          )}
        </p>
        <p className="mt-2 text-sm text-ink-3">
          <code>
            import {'{ … }'} from 'library/{module.name}'
          </code>
        </p>
        <Imports imports={imports} onPin={onPin} />
      </div>
      <Tabs
        label="Versions and uses"
        value={tab}
        onChange={onTab}
        tabs={[
          {
            value: 'versions',
            label: 'Versions',
            count: module.versions.length,
            content: <Versions module={module} onCompare={onCompare} />,
          },
          {
            value: 'uses',
            label: 'Used by',
            count: uses.data?.flows.length,
            content: <ModuleUsesList uses={uses} latest={module.latest} onMove={onMove} />,
          },
        ]}
      />
    </aside>
  );
}

/** Which versions of other modules it imports, and how to come to newer ones. */
function Imports({
  imports,
  onPin,
}: {
  imports: ModulePins;
  onPin?: (name: string, version: number) => void;
}) {
  const { slug: workspace } = useWorkspace();
  const trpc = useTRPC();
  const list = useQuery(trpc.library.list.queryOptions({ workspace }));
  const entries = Object.entries(imports);
  if (entries.length === 0) return null;
  return (
    <ul aria-label="Imports" className="mt-2 flex flex-col gap-1">
      {entries.map(([name, version]) => {
        const newest = list.data?.find((each) => each.name === name)?.version ?? version;
        return (
          <li key={name} className="flex min-h-6 items-center gap-2 text-sm">
            <code>{name}</code>
            <span className="text-ink-3">version {version}</span>
            {newest > version && onPin ? (
              <Button size="sm" className="ml-auto" onClick={() => onPin(name, newest)}>
                Move to {newest}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function Versions({
  module: { versions },
  onCompare,
}: {
  module: Module;
  onCompare: (from: number, to: number) => void;
}) {
  return (
    <ol aria-label="Versions">
      {versions.map(({ number, message, createdBy, createdAt }, index) => {
        const before = versions[index + 1]?.number;
        return (
          <li key={number} className="flex min-h-12 items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
            <span className="w-8 shrink-0 self-start font-semibold tabular-nums">v{number}</span>
            <span className="min-w-0 flex-1">
              <span className="block text-ink">
                {message || <span className="text-ink-3">No message</span>}
              </span>
              <span className="block truncate text-sm text-ink-3">
                {createdBy}, <RelativeTime at={createdAt} />
              </span>
            </span>
            {before === undefined ? null : (
              <IconButton
                label={`What version ${number} changed`}
                side="left"
                onClick={() => onCompare(before, number)}
              >
                <GitCompare aria-hidden />
              </IconButton>
            )}
          </li>
        );
      })}
    </ol>
  );
}
