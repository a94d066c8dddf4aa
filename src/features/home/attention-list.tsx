'use client';

import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ApiOutput } from '#trpc/api-types.ts';
import { buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

type Attention = Omit<ApiOutput['home']['summary']['attention'][number], 'kind'> & { kind: string };

const marks = {
  error: { icon: CircleAlert, tone: 'text-fail', word: 'Error' },
  warning: { icon: TriangleAlert, tone: 'text-warn', word: 'Warning' },
  info: { icon: Info, tone: 'text-ink-3', word: 'Note' },
};

/** What needs a person, worst first. */
export function AttentionList({
  items,
  quietWhenEmpty,
  calm,
}: {
  items: readonly Attention[];
  /** What there is to say when nothing is wrong. */
  calm: ReactNode;
  /** Says nothing when there is nothing; for a workspace where nothing runs yet. */
  quietWhenEmpty: boolean;
}) {
  const { user, path } = useWorkspace();
  const all: Attention[] = [...items];
  if (!user.hasPassword) {
    all.push({
      kind: 'no-password',
      severity: 'info',
      title: 'You have no password yet',
      detail: 'You came in by a sign-in link. Set your address and a password to come back without one.',
      href: path('/settings'),
      action: 'Set a password',
    });
  }
  if (all.length === 0 && quietWhenEmpty) return null;
  if (all.length === 0) {
    return (
      <div className="flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        <div>
          <p className="font-medium">Nothing needs your attention.</p>
          {calm}
        </div>
      </div>
    );
  }
  return (
    <Card flush title="Needs attention">
      <ul>
        {all.map((item) => {
          const mark = marks[item.severity];
          const Icon = mark.icon;
          return (
            <li
              key={`${item.kind} ${item.title}`}
              className="flex flex-wrap items-start gap-x-3 gap-y-1.5 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <Icon aria-label={mark.word} className={`mt-0.5 size-4 shrink-0 ${mark.tone}`} />
              <div className="min-w-[min(15rem,calc(100%-1.75rem))] flex-1 wrap-anywhere">
                <p className="font-medium">{item.title}</p>
                <p className="text-ink-2">{item.detail}</p>
              </div>
              <Link href={item.href} className={`${buttonClasses()} max-sm:ml-7`}>
                {item.action}
              </Link>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
