'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { classNames } from '#lib/class-names.ts';
import { buttonClasses } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { useWorkspace } from '../workspace/workspace-provider.tsx';

/** The way to a first running flow, until there is one. */
export function FirstSteps({
  connections,
  flows,
  deployed,
}: {
  connections: number;
  flows: number;
  deployed: boolean;
}) {
  const { path, can } = useWorkspace();
  const steps = [
    {
      title: 'Connect two systems',
      text: 'Paste a database URL; Syncline tests it and says what is missing, with the SQL that mends it.',
      done: connections >= 2,
      href: path('/connections/new'),
      action: connections === 1 ? 'Add the second' : 'Add a connection',
      may: can('connection.create'),
    },
    {
      title: 'Draw a flow between them',
      text: 'Choose a table on each side, pair their fields, and say who wins when both change.',
      done: flows > 0,
      href: path('/flows/new'),
      action: 'New flow',
      may: can('flow.create'),
    },
    {
      title: 'Deploy it',
      text: 'Existing rows are matched and brought together first; from then on changes arrive within a second.',
      done: deployed,
      href: path('/flows'),
      action: 'Open flows',
      may: can('flow.deploy'),
    },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <Card flush title="First steps">
      <ol>
        {steps.map((step, index) => (
          <li
            key={step.title}
            className="flex items-start gap-3 border-b border-line px-4 py-3 last:border-b-0"
          >
            <span
              className={classNames(
                'mt-px flex size-[18px] shrink-0 items-center justify-center rounded-full border text-xs font-semibold',
                step.done
                  ? 'border-ok text-ok'
                  : index === next
                    ? 'border-accent text-accent'
                    : 'border-line text-ink-3',
              )}
            >
              {step.done ? <Check aria-label="Done" className="size-3" strokeWidth={3} /> : index + 1}
            </span>
            <div className="min-w-0 flex-1">
              <p className={classNames('font-medium', step.done ? 'text-ink-3' : '')}>{step.title}</p>
              {step.done ? null : <p className="text-ink-2">{step.text}</p>}
            </div>
            {index === next && step.may ? (
              <Link href={step.href} className={buttonClasses('primary')}>
                {step.action}
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
