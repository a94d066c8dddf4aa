import type { SeededRandom } from '#lib/seeded-random.ts';
import { companyWords } from './words/company-words.ts';
import { personNames } from './words/person-names.ts';
import { type Place, places } from './words/places.ts';
import { salesWords } from './words/sales-words.ts';

/** Single made-up values, each valid in both demo databases. */
export const demoValues = {
  company(random: SeededRandom): { name: string; industry: string; website: string; place: Place } {
    const [industry, words] = random.pick(companyWords.trades);
    const place = random.pick(places);
    const first = random.pick(companyWords.first);
    const second = random.pick(words);
    const website = `https://www.${ascii(first)}-${ascii(second)}.example.${place.tld}`;
    return { name: `${first} ${second} ${place.form}`, industry, website, place };
  },

  person(random: SeededRandom): { first: string; last: string } {
    return { first: random.pick(personNames.given), last: random.pick(personNames.family) };
  },

  /** @param unique what keeps two people of one name apart; empty for the first of them. */
  email(first: string, last: string, website: string, unique: string): string {
    const host = website.replace(/^https:\/\/www\./, '');
    return `${ascii(first)}.${ascii(last)}${unique}@${host}`;
  },

  phone(random: SeededRandom, calling: string): string {
    return `+${calling} ${random.int(1, 9)}${random.digits(2)} ${random.digits(3)} ${random.digits(3)}`;
  },

  jobTitle: (random: SeededRandom) => random.pick(salesWords.jobTitles),

  industry: (random: SeededRandom) => random.pick(companyWords.trades)[0],

  status(random: SeededRandom) {
    const [lead, trial, active, dormant, closed] = salesWords.statuses;
    return random.weighted([
      [lead, 25],
      [trial, 12],
      [active, 45],
      [dormant, 12],
      [closed, 6],
    ]);
  },

  stage: (random: SeededRandom) => random.pick(salesWords.stages),

  currency: (random: SeededRandom) => random.pick(salesWords.currencies),

  /** Two decimals, mostly some hundreds to some ten thousands. */
  amount(random: SeededRandom): string {
    const magnitude = 10 ** (2 + 2.6 * random.next());
    return (Math.round(magnitude * 100) / 100).toFixed(2);
  },

  employees: (random: SeededRandom) => String(Math.round(10 ** (0.5 + 3 * random.next()))),

  dealTitle(random: SeededRandom): string {
    return `${random.pick(salesWords.dealKinds)} ${random.int(2024, 2027)}`;
  },
};

const special: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', ı: 'i', æ: 'ae', đ: 'd' };

/** Lower-case letters and digits only, for addresses. */
function ascii(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[ßøłıæđ]/g, (letter) => special[letter] ?? '')
    .replace(/[^a-z0-9]/g, '');
}
