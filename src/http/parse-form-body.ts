import type { FormValues } from '../forms/validate.ts';

/** Why a post was not read: a status, and the page of words that goes with it. */
export type BodyError = { status: 400 | 403 | 408 | 413 | 415 };

const maxBytes = 64 * 1024;
const maxPairs = 60;
const maxReadMs = 10_000;

/**
 * True when the request says it comes from a page of this site, false when it says otherwise, nothing when it does
 * not say: old and private browsers send no Origin, and people use them.
 */
export function isSameOrigin(request: Request, siteUrl: string | undefined): boolean | undefined {
  const ours = siteUrl ? new URL(siteUrl).origin : `${new URL(request.url).protocol}//${request.headers.get('host') ?? ''}`;
  const origin = request.headers.get('origin');
  const fetchSite = request.headers.get('sec-fetch-site');
  if (fetchSite !== null && fetchSite !== 'same-origin') return false;
  if (origin !== null) return origin === ours;
  if (fetchSite === 'same-origin') return true;
  const referer = request.headers.get('referer');
  if (referer === null) return undefined;
  return URL.canParse(referer) && new URL(referer).origin === ours;
}

/** True for a plain form post in UTF-8, whatever its length. */
function isFormPost(headers: Headers): boolean {
  if (headers.has('content-encoding')) return false;
  const [type, ...parameters] = (headers.get('content-type') ?? '').split(';').map((part) => part.trim().toLowerCase());
  return type === 'application/x-www-form-urlencoded' && parameters.every((part) => part === '' || /^charset="?utf-8"?$/.test(part));
}

/** The bytes of a request, or why they were not read: longer than 64 KiB, or slower than ten seconds. */
export async function readBodyLimited(request: Request): Promise<Uint8Array | BodyError> {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > maxBytes) return { status: 413 };
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let clock: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<'too slow'>((resolve) => {
    clock = setTimeout(() => resolve('too slow'), maxReadMs);
  });
  try {
    for (;;) {
      const part = await Promise.race([reader.read(), tooSlow]);
      if (part === 'too slow') return { status: 408 };
      if (part.done) break;
      bytes += part.value.length;
      // Counted while reading, since a length is only what the sender says.
      if (bytes > maxBytes) return { status: 413 };
      parts.push(part.value);
    }
  } catch {
    // The platform's own limit ends the reading with an exception; a broken connection does too, and nobody reads that answer.
    return { status: 413 };
  } finally {
    clearTimeout(clock);
    reader.cancel().catch(() => {});
  }
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const hexDigit = (byte = 0) => Number.parseInt(String.fromCharCode(byte), 16);

/** One name or value, from bytes that were checked to be UTF-8; a percent sign that starts nothing stays one. */
function decodeFormComponent(text: string): string | undefined {
  // In place, a byte at a time: a pattern took six times as long for a post of nothing but percent signs.
  const bytes = new TextEncoder().encode(text.replaceAll('+', ' '));
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === 0x25) {
      const pair = hexDigit(bytes[at + 1]) * 16 + hexDigit(bytes[at + 2]);
      if (!Number.isNaN(pair)) {
        byte = pair;
        at += 2;
      }
    }
    bytes[length] = byte;
    length += 1;
  }
  try {
    // URLSearchParams would put a replacement mark where bytes are no text; staff must never read those.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length));
  } catch {
    return undefined;
  }
}

function parse(bytes: Uint8Array): FormValues | BodyError {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { status: 400 };
  }
  const pairs = text.split('&', maxPairs + 1).filter((pair) => pair !== '');
  if (pairs.length > maxPairs) return { status: 400 };
  const posted = new Map<string, string[]>();
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([^=]*)=?([\s\S]*)$/.exec(pair) ?? [];
    const key = decodeFormComponent(name);
    const answer = decodeFormComponent(value);
    if (key === undefined || answer === undefined) return { status: 400 };
    posted.set(key, [...(posted.get(key) ?? []), answer]);
  }
  return posted;
}

/**
 * Reads a form post, in the order of threats.md section 2: type, origin, size, time, text. `isOurs` of nothing goes
 * on, and the caller decides by the seal. Gives names and values, or the status to refuse with; never throws.
 */
export async function parseFormPost(
  request: Request,
  siteUrl: string | undefined,
): Promise<{ posted: FormValues; ours: true | undefined } | BodyError> {
  if (!isFormPost(request.headers)) return { status: 415 };
  const ours = isSameOrigin(request, siteUrl);
  if (ours === false) return { status: 403 };
  const bytes = await readBodyLimited(request);
  if ('status' in bytes) return bytes;
  const posted = parse(bytes);
  return 'status' in posted ? posted : { posted, ours };
}
