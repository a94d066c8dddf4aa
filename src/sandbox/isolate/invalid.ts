/** What the code made does not fit what its node declares. The message names the field. */
export class Invalid extends Error {}

/** What the code made is more than it may be. */
export class TooMuch extends Error {}
