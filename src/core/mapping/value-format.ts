import type { ValueFormat } from './field-profile.ts';

const forms: [ValueFormat, RegExp][] = [
  ['yes or no', /^(t|f|true|false|yes|no)$/i],
  ['whole number', /^-?\d{1,19}$/],
  ['number', /^-?\d+\.\d+$/],
  ['UUID', /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['date and time', /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/],
  ['e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['URL', /^(https?:\/\/|www\.)\S+$/i],
  ['IP address', /^(\d{1,3}\.){3}\d{1,3}$/],
  ['phone number', /^\+?[\d\s()./-]{7,20}$/],
  [
    'currency code',
    /^(USD|EUR|GBP|JPY|CHF|AUD|CAD|CNY|SEK|NOK|DKK|PLN|CZK|HUF|INR|BRL|MXN|ZAR|NZD|SGD|HKD|KRW|TRY)$/,
  ],
  [
    'country code',
    /^(A[DEFGILMOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|Y[ET]|Z[AMW])$/,
  ],
];

/** How many of a hundred values must have a form for the field to have it. */
const most = 0.9;

/** The form that nearly all of these texts have; null where there are none or too few. */
export function valueFormat(texts: readonly string[]): ValueFormat | null {
  if (texts.length === 0) return null;
  const counts = new Map<ValueFormat, number>();
  for (const text of texts) {
    const form = formOf(text);
    if (form) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  // Whole ones among numbers are numbers.
  const whole = counts.get('whole number') ?? 0;
  if ((counts.get('number') ?? 0) > 0) counts.set('number', (counts.get('number') ?? 0) + whole);
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= most * texts.length ? best[0] : null;
}

function formOf(text: string): ValueFormat | null {
  return forms.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
