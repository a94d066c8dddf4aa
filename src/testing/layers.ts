/** Which folder of `src/` a module belongs to for the rules below. Connectors and nodes are one layer per kind. */
function layerOf(path: string): string {
  const [, layer = '', kind = ''] = path.split('/');
  // Next wants it beside its routes' folder.
  if (layer === 'instrumentation.ts') return 'app';
  if (layer === 'connectors' || layer === 'nodes')
    return kind.includes('.') ? `${layer} registry` : `${layer}/${kind}`;
  return layer;
}

type Rule = {
  /** Modules of ours that the layer may import, beside its own. */
  ours: RegExp;
  /** Packages that it must not import. */
  notPackages?: RegExp;
};

const serverSide = /^src\/(lib|core|config|sandbox|engine|db|server|connectors|nodes|demo)\//;
const registries = 'connectors/[^/]+\\.ts|nodes/[^/]+\\.tsx?';
const browserRegistries = 'connectors/registry\\.ts|nodes/';
const servers = /^(next|react|react-dom|@prisma|pg)(\/|$)/;

/** Who may import whom. A folder that is missing here may not exist. */
const rules: Record<string, Rule> = {
  lib: { ours: /^$/ },
  // Pure: expressions, the phone numbers' plans, merges and made-up values are computed from nothing but what is given.
  core: {
    ours: /^src\/lib\//,
    // `syncline:host` is what an isolate gives to the standard library of code.
    notPackages:
      /^(?!(zod|@marcbachmann\/cel-js|libphonenumber-js|node-diff3|fast-check|syncline:host)($|\/))/,
  },
  config: { ours: /^src\/(lib|core\/errors)\// },
  'connectors registry': {
    ours: /^src\/(lib|core|config|connectors)\//,
    notPackages: /^(next|react|@prisma)(\/|$)/,
  },
  'nodes registry': { ours: /^src\/(lib|core|nodes|ui)\//, notPackages: /^(next|@prisma|pg)(\/|$)/ },
  sandbox: { ours: /^src\/(lib|core)\//, notPackages: servers },
  engine: { ours: /^src\/(lib|core)\//, notPackages: servers },
  db: { ours: /^src\/(lib|core|config)\//, notPackages: /^(next|react)(\/|$)/ },
  server: {
    ours: new RegExp(`^src/(lib|core|config|db|sandbox|${registries})`),
    notPackages: /^(react|react-dom)(\/|$)/,
  },
  runner: { ours: serverSide, notPackages: /^(next|react|react-dom)(\/|$)/ },
  cli: { ours: serverSide, notPackages: /^(next|react|react-dom)(\/|$)/ },
  launch: { ours: /^src\/(lib|core|config|db|demo|server\/use-cases)\// },
  demo: { ours: serverSide, notPackages: /^(next|react|react-dom)(\/|$)/ },
  ui: { ours: /^src\/lib\//, notPackages: /^(@prisma|pg)(\/|$)/ },
  trpc: { ours: /^src\/(lib|core|server)\// },
  features: {
    ours: new RegExp(`^src/(lib|core|ui|trpc|${browserRegistries})`),
    notPackages: /^(@prisma|pg)(\/|$)/,
  },
  app: { ours: /^src\/(lib|core|config|server|features|trpc|ui)\//, notPackages: /^(@prisma|pg)(\/|$)/ },
  testing: { ours: /^src\// },
};

/** A connector or node imports nothing of another kind; only a browser part of a node draws. */
function ruleOf(path: string): Rule | undefined {
  const layer = layerOf(path);
  if (layer.startsWith('connectors/')) {
    return { ours: /^src\/(lib|core)\//, notPackages: /^(next|react|react-dom|@prisma)(\/|$)/ };
  }
  if (layer.startsWith('nodes/')) {
    // What all kinds share lies beside them; the registries import the kinds, so that way round would be a circle.
    return /\.client\.tsx?$/.test(path)
      ? { ours: /^src\/(lib\/|core\/|ui\/|nodes\/[^/]+$)/, notPackages: /^(@prisma|pg)(\/|$)/ }
      : { ours: /^src\/(lib\/|core\/|nodes\/[^/]+$)/, notPackages: /^(next|@prisma|pg)(\/|$)/ };
  }
  return rules[layer];
}

/** Tests, and what only tests use, may reach anywhere. */
export const isTest = (path: string) => /\.test\.tsx?$|^src\/testing\//.test(path);

export interface Import {
  from: string;
  /** Path of the module when it is ours, else the name that was imported. */
  to: string;
  ours: boolean;
}

/** Says what is wrong with the import, or null. */
export function importProblem({ from, to, ours }: Import): string | null {
  if (isTest(from)) return null;
  const rule = ruleOf(from);
  if (rule === undefined) return `${from}: the folder is no layer`;
  if (!ours) return rule.notPackages?.test(to) ? `${from} may not import the package ${to}` : null;
  if (isTest(to)) return `${from} imports ${to}, which is for tests`;
  if (layerOf(from) === layerOf(to) || rule.ours.test(to)) return null;
  return `${from} may not import ${to}`;
}
