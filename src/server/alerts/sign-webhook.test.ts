import { expect, test } from 'vitest';
import { newSigningSecret, signWebhook } from './sign-webhook.ts';

test('a signature is what the specification says', () => {
  // The example of Standard Webhooks' own libraries.
  const headers = signWebhook(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1_614_265_330_000,
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('each secret is its own', () => {
  expect(newSigningSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(newSigningSecret()).not.toBe(newSigningSecret());
});
