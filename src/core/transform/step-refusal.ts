/** A step cannot be taken, whatever the value. The message is a sentence. */
export class StepRefusal extends Error {
  override readonly name = 'StepRefusal';
  /** How to mend it; null where the error code says it. */
  readonly remedy: string | null;

  constructor(message: string, remedy: string | null = null) {
    super(message);
    this.remedy = remedy;
  }
}
