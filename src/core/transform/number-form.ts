import { formatDecimal, parseDecimal, roundDecimal } from '../values/decimal-text.ts';
import { Misfit } from '../values/misfit.ts';
import { StepRefusal } from './step-refusal.ts';
import type { TransformOf } from './transform.ts';

type NumberForm = Pick<TransformOf<'read-number'>, 'decimal' | 'group' | 'prefix' | 'suffix'>;

/** Throws StepRefusal where a text in this form could be read in two ways. */
export function checkNumberForm(form: NumberForm): void {
  if (form.decimal !== form.group) return;
  throw new StepRefusal(
    `The mark before the fraction and the one between groups are both "${form.decimal}".`,
    'Choose different marks.',
  );
}

/** A text in the form, as plain digits. Groups may be left out, but not stand elsewhere. Throws Misfit. */
export function readNumberForm(form: NumberForm): (text: string) => string {
  const group = form.group.replace(/[.]/, '\\$&');
  const whole = group === '' ? '\\d+' : `(?:\\d{1,3}(?:${group}\\d{3})+|\\d+)`;
  const pattern = new RegExp(`^([+-]?)(${whole})(?:${form.decimal === '.' ? '\\.' : ','}(\\d+))?$`);
  return (text) => {
    const trimmed = text.trim();
    if (!trimmed.startsWith(form.prefix) || !trimmed.endsWith(form.suffix)) {
      throw new Misfit('it is not written in the form of the number');
    }
    const inner = trimmed.slice(form.prefix.length, trimmed.length - form.suffix.length).trim();
    const match = pattern.exec(inner);
    if (!match) throw new Misfit('it is not written in the form of the number');
    const digits = form.group === '' ? match[2] : match[2]?.replaceAll(form.group, '');
    return formatDecimal(parseDecimal(`${match[1]}${digits}${match[3] ? `.${match[3]}` : ''}`));
  };
}

/** A number written in the form; with `digits`, with just so many after the point. Throws Misfit. */
export function writeNumberForm(form: NumberForm, digits?: number): (text: string) => string {
  return (text) => {
    const value = parseDecimal(text);
    const shortest = withoutZeros(value.scale < 0 ? roundDecimal(value, 0) : value);
    if (digits !== undefined && shortest.scale > digits) {
      throw new Misfit(`it has more than ${digits} digits after the point`);
    }
    const plain = formatDecimal(digits === undefined ? shortest : roundDecimal(shortest, digits));
    const [whole = '', fraction] = plain.replace('-', '').split('.');
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, form.group);
    const sign = plain.startsWith('-') ? '-' : '';
    return `${form.prefix}${sign}${grouped}${fraction ? form.decimal + fraction : ''}${form.suffix}`;
  };
}

function withoutZeros(value: ReturnType<typeof parseDecimal>): ReturnType<typeof parseDecimal> {
  const zeros = /0*$/.exec(value.digits)?.[0].length ?? 0;
  const drop = Math.min(value.digits === '0' ? value.scale : zeros, Math.max(value.scale, 0));
  return roundDecimal(value, value.scale - drop);
}
