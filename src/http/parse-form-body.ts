import type { FormValues } from '../forms/validate.ts';

/** A body that was not read, with the HTTP status to answer. */
export type BodyError = { status: 400 | 403 | 408 | 413 | 415 };

const maxBytes = 64 * 1024;
const maxPairs = 60;
const maxReadMs = 10_000;

/**
 * Whether a request comes from a page of this site: true or false by its Sec-Fetch-Site, Origin or Referer header (OWASP,
 * "verifying origin with standard headers"), undefined if it has none of them, as from old and privacy-minded browsers.
 */
export function isSameOrigin(request: Request, siteUrl: string | undefined): boolean | undefined {
  const siteOrigin = siteUrl ? new URL(siteUrl).origin : `${new URL(request.url).protocol}//${request.headers.get('host') ?? ''}`;
  const origin = request.headers.get('origin');
  const fetchSite = request.headers.get('sec-fetch-site');
  if (fetchSite !== null && fetchSite !== 'same-origin') return false;
  if (origin !== null) return origin === siteOrigin;
  if (fetchSite === 'same-origin') return true;
  const referer = request.headers.get('referer');
  if (referer === null) return undefined;
  return URL.canParse(referer) && new URL(referer).origin === siteOrigin;
}

/** Whether the headers announce an uncompressed form post in UTF-8. */
function isFormPost(headers: Headers): boolean {
  if (headers.has('content-encoding')) return false;
  const [type, ...parameters] = (headers.get('content-type') ?? '').split(';').map((part) => part.trim().toLowerCase());
  return type === 'application/x-www-form-urlencoded' && parameters.every((part) => part === '' || /^charset="?utf-8"?$/.test(part));
}

/** Reads a body of at most 64 KiB within 10 seconds, else returns the status 413 or 408. Never rejects. */
export async function readBodyLimited(request: Request): Promise<Uint8Array | BodyError> {
  const announcedBytes = Number(request.headers.get('content-length') ?? 0);
  if (announcedBytes > maxBytes) return { status: 413 };
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), maxReadMs);
  });
  try {
    for (;;) {
      const chunk = await Promise.race([reader.read(), timeout]);
      if (chunk === 'timeout') return { status: 408 };
      if (chunk.done) break;
      byteCount += chunk.value.length;
      // Counted while reading, since Content-Length can be wrong or missing.
      if (byteCount > maxBytes) return { status: 413 };
      chunks.push(chunk.value);
    }
  } catch {
    // The platform's own limit ends the stream with an error. So does a broken connection, where the answer does not matter.
    return { status: 413 };
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => {});
  }
  return Buffer.concat(chunks);
}

/**
 * Decodes a name or value of application/x-www-form-urlencoded (WHATWG URL). A percent sign without two hex digits stays as it
 * is. Returns undefined if the bytes are not UTF-8, where URLSearchParams would insert U+FFFD and staff would read it.
 */
function decodeFormComponent(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'));
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
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const [, encodedName = '', encodedValue = ''] = /^([^=]*)=?([\s\S]*)$/.exec(pair) ?? [];
    const name = decodeFormComponent(encodedName);
    const value = decodeFormComponent(encodedValue);
    if (name === undefined || value === undefined) return { status: 400 };
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return values;
}

/**
 * Reads a form post of at most 64 KiB and 60 pairs. Returns its values, or the status to refuse it with, checked in this order:
 * 415 media type, 403 another origin, 413 size, 408 time, 400 not UTF-8 or too many pairs. `sameOrigin: undefined` means that
 * the request does not say, and the caller decides, by the sealed state. Never rejects.
 */
export async function parseFormPost(
  request: Request,
  siteUrl: string | undefined,
): Promise<{ values: FormValues; sameOrigin: true | undefined } | BodyError> {
  if (!isFormPost(request.headers)) return { status: 415 };
  const sameOrigin = isSameOrigin(request, siteUrl);
  if (sameOrigin === false) return { status: 403 };
  const bytes = await readBodyLimited(request);
  if ('status' in bytes) return bytes;
  const values = parse(bytes);
  return 'status' in values ? values : { values, sameOrigin };
}
