/** What is wrong with an expression: where (characters from, to), what, and how to mend it. */
export class ExpressionProblem extends Error {
  override readonly name = 'ExpressionProblem';
  readonly from: number;
  readonly to: number;
  readonly remedy: string;

  constructor(message: string, { from, to }: { from: number; to: number }, remedy: string) {
    super(message);
    this.from = from;
    this.to = to;
    this.remedy = remedy;
  }
}
