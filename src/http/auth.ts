import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const safeEqual = (one: string, other: string) =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());

/** True for a request that carries the token, compared in constant time. Without a token set nobody is let in. */
export function hasBearerToken(request: Request, token: string | undefined): boolean {
  const [, given = ''] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
  return token !== undefined && safeEqual(given, token);
}

/** The header by which the site knows its own test. */
export const canaryHeader = 'x-site-test';
const minute = 60_000;
// Clocks of two machines differ.
const clockToleranceMinutes = 5;

const signMinute = (token: string, at: number) => `${at}.${createHmac('sha256', token).update(`test ${at}`).digest('base64url')}`;

/** What the site's own test says of itself: the minute, signed, so that nobody else can say it for long. */
export const signCanary = (token: string, now = Date.now()): string => signMinute(token, Math.floor(now / minute));

/** True for a request of the site's own test, made within five minutes. */
export function isCanary(request: Request, token: string | undefined, now = Date.now()): boolean {
  const given = request.headers.get(canaryHeader);
  const at = Number(given?.split('.')[0]);
  if (!given || token === undefined || !Number.isInteger(at) || Math.abs(at - now / minute) > clockToleranceMinutes + 1) return false;
  return safeEqual(given, signMinute(token, at));
}
