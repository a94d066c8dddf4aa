/** A row as SQL text values by column. */
export type DemoRow = Record<string, string | null>;

/** Everything that the two demo databases hold at the start. Tables in the order of their references. */
export type DemoRows = {
  crm: { accounts: DemoRow[]; contacts: DemoRow[]; deals: DemoRow[] };
  app: { organizations: DemoRow[]; people: DemoRow[]; orders: DemoRow[] };
};
