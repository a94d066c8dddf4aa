import type { Locator } from '@playwright/test';

/** What a person who knows the screen takes for one click with a look before it, a key, and a thing to be read. */
const seconds = { click: 2.5, key: 0.4, read: 12 };

/** Counts what a person does in a journey, and how long that takes beside what Syncline takes. */
export class HumanPace {
  #clicks = 0;
  #keys = 0;
  #read = 0;
  #began = Date.now();

  async click(what: Locator): Promise<void> {
    this.#clicks += 1;
    await what.click();
  }

  async type(into: Locator, text: string): Promise<void> {
    this.#keys += text.length;
    await into.pressSequentially(text);
  }

  /** The person looks at what the page says. */
  read(): void {
    this.#read += 1;
  }

  /** What the test alone does takes no time of theirs. */
  async aside(work: Promise<void>): Promise<void> {
    const before = Date.now();
    await work;
    this.#began += Date.now() - before;
  }

  /** Seconds in all: the person's, and those that passed since this began, which are Syncline's. */
  get total(): { person: number; syncline: number; told: string } {
    const person = this.#clicks * seconds.click + this.#keys * seconds.key + this.#read * seconds.read;
    const syncline = (Date.now() - this.#began) / 1000;
    const told =
      `${this.#clicks} clicks of ${seconds.click} s, ${this.#keys} keys of ${seconds.key} s and ` +
      `${this.#read} looks of ${seconds.read} s are ${person.toFixed(0)} s; Syncline took ${syncline.toFixed(0)} s: ` +
      `${(person + syncline).toFixed(0)} s in all`;
    return { person, syncline, told };
  }
}
