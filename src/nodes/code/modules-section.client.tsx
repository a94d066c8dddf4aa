'use client';

import { useEffect } from 'react';
import { type ModulePins, pinChange, pinOf } from '#core/code/pin-modules.ts';
import { Button } from '#ui/button.tsx';
import { InspectorSection } from '../inspector-section.client.tsx';
import { useNodeEnvironment } from '../node-environment.client.tsx';
import type { InspectorProps } from '../node-views.ts';

type ModulesProps = Pick<InspectorProps<'code'>, 'node' | 'readOnly' | 'onEdit'>;

const NONE: ModulePins = {};

/** The modules of the library that the code imports, in the versions that it pins. */
export function ModulesSection({ node, readOnly, onEdit }: ModulesProps) {
  const { useNewestModules, links } = useNodeEnvironment();
  const newest = useNewestModules();
  const pins = node.modules ?? NONE;
  const { drop, missing } = pinChange(node.source, pins, newest ?? NONE);
  const used = Object.entries(pins).filter(([name]) => !drop.includes(name));
  const unknown = newest ? missing : [];
  if (used.length === 0 && unknown.length === 0) return null;
  return (
    <InspectorSection title="Modules">
      <ul aria-label="Modules that it imports">
        {used.map(([name, version]) => {
          const latest = pinOf(newest ?? NONE, name) ?? version;
          return (
            <li key={name} className="flex min-h-7 items-center gap-2">
              <a href={links.module(name)} className="min-w-0 truncate hover:underline">
                <code>library/{name}</code>
              </a>
              <span className="shrink-0 text-ink-3">version {version}</span>
              {latest > version && !readOnly ? (
                <Button
                  size="sm"
                  className="ml-auto"
                  onClick={() =>
                    onEdit((draft) => {
                      draft.modules = { ...draft.modules, [name]: latest };
                    })
                  }
                >
                  Move to version {latest}
                </Button>
              ) : null}
            </li>
          );
        })}
        {unknown.map((name) => (
          <li key={name} className="flex min-h-7 items-center gap-2">
            <code>library/{name}</code>
            <span className="text-fail">The library has no such module.</span>
          </li>
        ))}
      </ul>
    </InspectorSection>
  );
}

/**
 * Pins the newest version of what the code begins to import, as part of the same edit. A pin stays while one
 * rewrites its import: saving drops what is imported no more.
 */
export function usePinning({ node, readOnly, onEdit }: ModulesProps): void {
  const newest = useNodeEnvironment().useNewestModules();
  const { source, modules } = node;
  useEffect(() => {
    if (readOnly || !newest) return;
    const { add } = pinChange(source, modules ?? NONE, newest);
    if (Object.keys(add).length === 0) return;
    onEdit((draft) => {
      draft.modules = { ...draft.modules, ...add };
    }, 'source');
  }, [source, modules, newest, readOnly, onEdit]);
}
