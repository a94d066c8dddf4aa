import type { ChannelSettings } from '#core/alerts/alert-channel.ts';
import { percentDecoded } from '#lib/percent-decoded.ts';

/** Characters that are kept of an answer. */
const KEPT = 500;
/** What is shorter than this, of an address and as a password, is found in any text. */
const SECRET_LENGTH = { address: 8, password: 4 };

/**
 * What may be kept of a receiver's answer: a receiver may say anything, also what it was sent. The channel's secrets
 * are taken out, and what no text of the store can hold.
 */
export function safeAnswer(text: string, settings: ChannelSettings): string {
  let safe = text;
  for (const secret of secretsOf(settings)) safe = safe.replaceAll(secret, '***');
  // Control characters but line breaks and tabs. A cut may divide a character of two units.
  safe = safe.replace(/(?![\n\r\t])\p{Cc}/gu, '\u{fffd}').slice(0, KEPT);
  return safe.toWellFormed().trim();
}

/** The longest first, since one may be a part of another. */
function secretsOf(settings: ChannelSettings): string[] {
  const found = settings.kind === 'email' ? ofMail(settings) : ofAddress(settings.url);
  if (settings.kind === 'webhook')
    found.push(settings.signingSecret, settings.signingSecret.replace(/^whsec_/, ''));
  return found.filter(Boolean).sort((a, b) => b.length - a.length);
}

function ofMail({ user, password }: { user: string; password: string }): string[] {
  if (password.length < SECRET_LENGTH.password) return [];
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${user}\0${password}`)];
}

function ofAddress(address: string): string[] {
  const url = new URL(address);
  const { pathname, search, searchParams } = url;
  const parts = [...pathname.split('/'), ...searchParams.values()];
  const whole = [address, url.href, `${pathname}${search}`, search, search.slice(1), pathname];
  return [...whole, ...parts, ...parts.map(percentDecoded)].filter(
    ({ length }) => length >= SECRET_LENGTH.address,
  );
}
