import { z } from 'zod';
import type { ConnectorManifest } from '#core/ports/connector.ts';

/** One setting of a connector, as its form shows it. */
export type ConnectorField = {
  name: string;
  label: string;
  kind: 'text' | 'number' | 'choice' | 'secret';
  choices: string[];
  /** What the setting is when nobody says otherwise. */
  initial: string;
  /** What it means, where its name does not tell. */
  hint?: string;
};

const labels: Record<string, string> = { ssl: 'TLS', ssh: 'SSH', url: 'URL', tls: 'TLS' };

function labelOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The settings of a connector in the order of its schema. */
export function connectorFields(manifest: ConnectorManifest): ConnectorField[] {
  const schema = z.toJSONSchema(manifest.config, { io: 'output', unrepresentable: 'any' });
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const part = typeof property === 'object' ? property : {};
    const choices = (part.enum ?? []).map(String);
    const secret = manifest.secretFields.includes(name);
    return {
      name,
      label: labelOf(name),
      kind: secret
        ? 'secret'
        : choices.length > 0
          ? 'choice'
          : part.type === 'integer' || part.type === 'number'
            ? 'number'
            : 'text',
      choices,
      initial: part.default === undefined ? '' : String(part.default),
      ...(part.description === undefined ? {} : { hint: part.description }),
    };
  });
}

export type Settings = Record<string, string>;

/** Problems of the settings by name, in the connector's own words; empty when they are complete. */
export function settingProblems(manifest: ConnectorManifest, settings: Settings): Record<string, string> {
  const parsed = manifest.config.safeParse(settings);
  if (parsed.success) return {};
  const problems: Record<string, string> = {};
  for (const issue of parsed.error.issues) problems[String(issue.path[0] ?? '')] ??= issue.message;
  return problems;
}

/** Reads a pasted URL into settings; the problem as text where it cannot be read. */
export function settingsFromUrl(
  manifest: ConnectorManifest,
  url: string,
): { settings: Settings } | { problem: string } {
  const parsed = manifest.config.safeParse({ url });
  if (!parsed.success) return { problem: parsed.error.issues[0]?.message ?? 'This URL cannot be read.' };
  return {
    settings: Object.fromEntries(
      Object.entries(parsed.data).map(([name, value]) => [name, value === null ? '' : String(value)]),
    ),
  };
}
