'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '#lib/class-names.ts';
import { useTRPC } from '#trpc/api-context.ts';
import { Badge } from '#ui/badge.tsx';
import { Kbd } from '#ui/kbd.tsx';
import { useAlertSummary } from '../alerts/use-alert-summary.ts';
import { type NavigationItem, navigation } from './navigation.ts';
import { useFlows } from './use-live-flows.ts';
import { UserMenu } from './user-menu.tsx';
import { useWorkspace } from './workspace-provider.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

/** What a number beside a page says. */
const badges = {
  conflicts: { tone: 'conflict', means: 'waiting' },
  issues: { tone: 'fail', means: 'open' },
  alerts: { tone: 'fail', means: 'firing' },
} as const;

function SidebarLink({ item, count }: { item: NavigationItem; count: number }) {
  const { path } = useWorkspace();
  const pathname = usePathname();
  const href = path(item.path);
  const here = item.path === '' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`);
  const Icon = item.icon;
  const badge = badges[item.badge ?? 'conflicts'];
  return (
    <li>
      <Link
        href={href}
        aria-current={here ? 'page' : undefined}
        className={classNames(
          'flex h-[30px] items-center gap-2.5 rounded-md px-2 transition-colors',
          here ? 'bg-surface-2 font-semibold text-ink' : 'text-ink-2 hover:bg-surface-2 hover:text-ink',
        )}
      >
        <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className="flex-1 truncate">{item.label}</span>
        {count > 0 ? (
          <Badge tone={badge.tone}>
            {count.toLocaleString('en')}
            <span className="sr-only"> {badge.means}</span>
          </Badge>
        ) : null}
      </Link>
    </li>
  );
}

/** The workspace's navigation, as wide as it is given. */
export function Sidebar({ onOpenPalette }: { onOpenPalette: () => void }) {
  const { slug } = useWorkspace();
  const flows = useFlows(slug);
  const held = flows.data?.reduce((sum, flow) => sum + flow.held, 0) ?? 0;
  const trpc = useTRPC();
  const issues = useQuery(
    trpc.issue.countOpen.queryOptions({ workspace: slug }, { refetchInterval: 10_000 }),
  );
  const alerts = useAlertSummary(slug);
  const counts = { conflicts: held, issues: issues.data ?? 0, alerts: alerts.data?.open ?? 0 };
  return (
    <div className="flex h-full w-full flex-col border-r border-line bg-bg">
      <div className="flex h-12 shrink-0 items-center px-2">
        <WorkspaceSwitcher />
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={onOpenPalette}
          className="flex h-7 w-full items-center gap-2.5 rounded-md border border-line bg-surface px-2 text-ink-3 transition-colors hover:border-line-strong/60 hover:text-ink-2"
        >
          <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
          <span className="flex-1 text-left">Go to or do…</span>
          <Kbd keys={['⌘', 'K']} />
        </button>
      </div>
      <nav aria-label="Workspace" className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {navigation.map((group) => (
          <div key={group.heading ?? 'main'} className={group.heading ? 'mt-4' : ''}>
            {group.heading ? (
              <h2 className="px-2 pb-1 text-sm font-normal text-ink-3">{group.heading}</h2>
            ) : null}
            <ul className="flex flex-col gap-px">
              {group.items.map((item) => (
                <SidebarLink key={item.path} item={item} count={item.badge ? counts[item.badge] : 0} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="border-t border-line p-2">
        <UserMenu />
      </div>
    </div>
  );
}
