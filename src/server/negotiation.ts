import Negotiator from 'negotiator';

// negotiator reads q-values, "*" and letter case as RFC 9110 §12.5.3 has them; our own reading sent brotli for "br;q=0".

/** A content coding we can send. */
export type Coding = 'br' | 'gzip' | 'identity';

// "x-gzip" is another name of gzip (RFC 9110 §8.4.1.3).
const codings: readonly string[] = ['br', 'gzip', 'x-gzip', 'identity'];
const pageCodings = codings.slice(1);

const cache = new Map<string, { file: Coding; page: Coding }>();
const maxCached = 200;

function negotiate(header: string, available: readonly string[]): Coding {
  const negotiator = new Negotiator({ headers: { 'accept-encoding': header } });
  // Undefined is for who refuses even "identity": they get the bytes as they are, which is better than nothing (§12.5.3).
  const coding = negotiator.encoding([...available], { preferred: [...available] }) ?? 'identity';
  return coding === 'x-gzip' ? 'gzip' : (coding as Coding);
}

/** The coding to send a file in, and a page of the function, which has no brotli. Of those liked equally, the shortest. */
export function acceptedCodings(header: string | undefined): { file: Coding; page: Coding } {
  const key = header ?? '';
  let accepted = cache.get(key);
  if (!accepted) {
    accepted = { file: negotiate(key, codings), page: negotiate(key, pageCodings) };
    // Browsers send some ten values between them. What is over the limit is a program that makes them up.
    if (cache.size < maxCached && key.length < 200) cache.set(key, accepted);
  }
  return accepted;
}
