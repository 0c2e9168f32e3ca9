import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// Hashed first, because timingSafeEqual throws for values of different lengths.
const safeEqual = (a: string, b: string) =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

/** Whether a request carries the bearer token (RFC 6750), compared in constant time. Always false if no token is set. */
export function hasBearerToken(request: Request, token: string | undefined): boolean {
  const [, sent = ''] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return token !== undefined && safeEqual(sent, token);
}

/** The header of the site's own test, `npm run canary`. */
export const canaryHeader = 'x-site-test';
const minuteMs = 60_000;
// The clocks of two machines differ.
const clockToleranceMinutes = 5;

const signMinute = (token: string, minute: number) =>
  `${minute}.${createHmac('sha256', token).update(`test ${minute}`).digest('base64url')}`;

/** The value of the canary header: the current minute with its HMAC, so that a copy is of use for minutes only. */
export const signCanary = (token: string, now = Date.now()): string => signMinute(token, Math.floor(now / minuteMs));

/** Whether a request is the site's own test: its header has a valid signature from at most five minutes before or after. */
export function isCanary(request: Request, token: string | undefined, now = Date.now()): boolean {
  const value = request.headers.get(canaryHeader);
  const minute = Number(value?.split('.')[0]);
  if (!value || token === undefined || !Number.isInteger(minute)) return false;
  return Math.abs(minute - now / minuteMs) <= clockToleranceMinutes + 1 && safeEqual(value, signMinute(token, minute));
}
