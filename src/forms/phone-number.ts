// libphonenumber-js reads and tidies numbers, with the rules of Google's libphonenumber: extensions, tel: links, (0) after +44,
// the groups of each country. It only reads back and never refuses: every such library takes some number that can be dialled
// for a mistake. With its `min` metadata (83 KB) it is in the function alone: no page loads it. It takes 0.1 ms.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

const minDigits = 7;

/** Whether someone could dial it: seven digits of any script or more, whatever stands around them. */
export const isDialable = (text: string): boolean => (text.match(/\p{Nd}/gu)?.length ?? 0) >= minDigits;

const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code));

/** The value of a decimal digit of any script: Unicode encodes each set of ten without a gap, from zero (TUS 4.6). */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (isDigit(first - 1)) first -= 1;
  return String((code - first) % 10);
}

/** The same number in ASCII digits, and with hyphens for every dash. */
const toAscii = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => (digit <= '9' ? digit : digitValue(digit)))
    .replace(/[\p{Pd}\u2212\u2043\u30fc]/gu, '-');

// A tel: link may have its country apart (RFC 3966 §5.1.5). libphonenumber-js 1.13.16 reads that at every second call only: it
// keeps a pattern with a `g` flag, which remembers where it stopped.
const joinPhoneContext = (text: string): string => text.replace(/^tel:([^;+]+)(.*?);phone-context=(\+\d+)/i, 'tel:$3$1$2');

// Relay UK: 18001 before a number speaks through an assistant who types, 18002 calls someone who types.
const relayNumber = /^[^\d+]*(1800[12])[^\d+]*(.+)$/;

/**
 * A number in the form people here read and dial: 01632 960001 x12, or +48 22 123 45 67 for another country, after the Relay UK
 * prefix if it has one. Where it cannot be read as one number, only its digits and dashes become ASCII. Never throws.
 */
export function tidyPhoneNumber(text: string): string {
  const ascii = toAscii(text);
  const [, relay, number = ''] = relayNumber.exec(ascii) ?? [];
  if (relay && isDialable(number)) return `${relay} ${tidyPhoneNumber(number)}`;
  const joined = joinPhoneContext(ascii);
  // What is left of such a link is not read: a mail must have the same bytes each time it is made.
  if (/phone-context/i.test(joined)) return ascii;
  const parsed = parsePhoneNumberFromString(joined, 'GB');
  // Of two numbers, or one with another beside it, it makes none: a test holds it to every digit that was typed.
  if (!parsed?.isPossible()) return ascii;
  const tidy = parsed.countryCallingCode === '44' ? parsed.formatNational() : parsed.formatInternational();
  // Of a number that fits no plan it makes one group, which is harder to read than what was typed.
  return tidy.includes(' ') ? tidy : ascii;
}

// Groups of ASCII digits with one blank between them, as it would write them or nearly: nothing to tidy.
const isTidy = (text: string) => /^(?:1800[12] )?[+0][1-9]\d*(?: \d+)+(?: x\d+)?$/.test(text);

/** A number as it was typed, and beside it in a tidy form where that says it more clearly: "07700–900–982 (07700 900982)". */
export function phoneNumberWithTidyForm(typed: string): string {
  if (isTidy(typed)) return typed;
  const tidy = tidyPhoneNumber(typed);
  return tidy === typed ? typed : `${typed} (${tidy})`;
}
