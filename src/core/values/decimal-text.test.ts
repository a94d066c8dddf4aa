import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalDecimal } from './decimal-text.ts';

const spelled = fc.record({
  sign: fc.constantFrom('', '-', '+'),
  zeros: fc.constantFrom('', '0', '00'),
  whole: fc.bigInt({ min: 0n, max: 10n ** 25n }),
  fraction: fc.option(fc.stringMatching(/^\d{0,25}$/), { nil: null }),
});

test('[E13] a number has one text, however it is spelled', () => {
  fc.assert(
    fc.property(spelled, fc.nat(3), ({ sign, zeros, whole, fraction }, more) => {
      const text = `${sign}${zeros}${whole}${fraction === null ? '' : `.${fraction}`}`;
      const digits = `${whole}${fraction ?? ''}`;
      const scale = (fraction ?? '').length;
      const normal = normalDecimal(text);
      expect(normalDecimal(`${sign}${digits}e-${scale}`)).toBe(normal);
      expect(normalDecimal(`${sign}${whole}.${fraction ?? ''}${'0'.repeat(more)}`)).toBe(normal);
      expect(normal === '0').toBe(/^0*$/.test(digits));
    }),
    { numRuns: 500 },
  );
});
