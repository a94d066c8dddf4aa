/**
 * What the code made does not fit what its node declares. The message names the field. It is known by a private name:
 * to ask what code threw for its prototype could run code.
 */
export class Invalid extends Error {
  readonly #own = true;

  static is(thrown: unknown): thrown is Invalid {
    return typeof thrown === 'object' && thrown !== null && #own in thrown && thrown.#own;
  }
}

/** What the code made is more than it may be. */
export class TooMuch extends Error {
  readonly #own = true;

  static is(thrown: unknown): thrown is TooMuch {
    return typeof thrown === 'object' && thrown !== null && #own in thrown && thrown.#own;
  }
}
