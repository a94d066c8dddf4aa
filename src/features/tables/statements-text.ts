/** The statements of a plan as one text that runs as it stands. */
export function statementsText(statements: readonly { sql: string }[]): string {
  return statements.map(({ sql }) => `${sql};`).join('\n\n');
}
