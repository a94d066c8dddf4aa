import { libraryImports } from './library-imports.ts';

/** Versions of modules by name. */
export type ModulePins = Readonly<Record<string, number>>;

/** How the pins of a source have to change for it to have one for each module that it imports, and no other. */
export type PinChange = {
  /** Pins to add: the newest version. */
  add: Record<string, number>;
  /** Pins of what is imported no more. */
  drop: string[];
  /** Imported without there being a module of the name. */
  missing: string[];
};

/**
 * @param newest the newest version of every module that there is
 */
export function pinChange(source: string, pins: ModulePins, newest: ModulePins): PinChange {
  const imported = new Set(libraryImports(source).map(({ name }) => name));
  const change: PinChange = {
    add: {},
    drop: Object.keys(pins).filter((name) => !imported.has(name)),
    missing: [],
  };
  for (const name of imported) {
    if (pinOf(pins, name) !== undefined) continue;
    const version = pinOf(newest, name);
    if (version === undefined) change.missing.push(name);
    else change.add[name] = version;
  }
  return change;
}

/** The pins of a source once they are as they have to be; undefined where it imports nothing. */
export function pinModules(
  source: string,
  pins: ModulePins,
  newest: ModulePins,
): Record<string, number> | undefined {
  const { add, drop } = pinChange(source, pins, newest);
  const kept = Object.entries(pins).filter(([name]) => !drop.includes(name));
  const all = [...kept, ...Object.entries(add)].sort(([a], [b]) => (a < b ? -1 : 1));
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** The version that is pinned of a module, which may be called `constructor`. */
export function pinOf(pins: ModulePins, name: string): number | undefined {
  return Object.hasOwn(pins, name) ? pins[name] : undefined;
}
