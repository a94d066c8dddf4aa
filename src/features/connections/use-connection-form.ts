'use client';

import { useState } from 'react';
import { connectorManifests } from '#connectors/registry.ts';
import type { ConnectorManifest } from '#core/ports/connector.ts';
import { connectorFields, type Settings, settingProblems, settingsFromUrl } from './connector-fields.ts';

export type ConnectionDraft = { id?: string; name: string; connector: string; settings: Settings };

/** State of the connection form: its values, what is wrong with them, and a URL read into them. */
export function useConnectionForm(initial: ConnectionDraft) {
  const [name, setName] = useState(initial.name);
  const [connector, setConnector] = useState(initial.connector);
  const [url, setUrl] = useState('');
  const [urlProblem, setUrlProblem] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const manifest = connectorManifests[connector];
  const fields = manifest ? connectorFields(manifest) : [];
  const [given, setGiven] = useState<Settings>(initial.settings);
  const settings = Object.fromEntries(
    fields.map((field) => [field.name, given[field.name] ?? field.initial]),
  );
  const problems = manifest ? settingProblems(manifest, settings) : {};

  return {
    name,
    setName,
    connector,
    setConnector,
    manifest,
    fields,
    settings,
    url,
    urlProblem,
    /** Problems are shown once the person asked for something that needs the settings to be whole. */
    problems: shown ? problems : {},
    nameProblem: shown && !name.trim() ? 'Give it a name.' : undefined,
    set(field: string, value: string) {
      setGiven((before) => ({ ...before, [field]: value }));
    },
    /** Fills in what the data say of settings that nobody has touched. */
    propose(profiled: Settings) {
      setGiven((before) => ({ ...profiled, ...before }));
    },
    readUrl(text: string) {
      setUrl(text);
      if (!manifest || text.trim() === '') return setUrlProblem(null);
      // A new connection is to the system that understands the URL.
      const read: ReturnType<typeof readByAny> = initial.id
        ? settingsFromUrl(manifest, text.trim())
        : readByAny(manifest, text.trim());
      if ('problem' in read) return setUrlProblem(read.problem);
      if (read.connector) setConnector(read.connector);
      setUrlProblem(null);
      setGiven((before) => ({ ...before, ...read.settings }));
      if (!name && read.settings.database) setName(read.settings.database);
    },
    /** Shows every problem; true when there is none. */
    check(part: 'settings' | 'all'): boolean {
      setShown(true);
      return Object.keys(problems).length === 0 && (part === 'settings' || name.trim() !== '');
    },
  };
}

/** Reads a URL by the connector that is chosen, or else by the first that can. */
function readByAny(
  chosen: ConnectorManifest,
  url: string,
): { settings: Settings; connector?: string } | { problem: string } {
  const own = settingsFromUrl(chosen, url);
  if ('settings' in own) return own;
  for (const other of Object.values(connectorManifests)) {
    const read = settingsFromUrl(other, url);
    if ('settings' in read) return { ...read, connector: other.id };
  }
  return own;
}
