/** The `tel:` URI (RFC 3966) of a phone number as it is written for people. */
export const telHref = (number: string): string => `tel:${number.replaceAll(/[^+\d]/g, '')}`;
