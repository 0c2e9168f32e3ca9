/** The address that calls a number, as it is written for people. */
export const telHref = (number: string): string => `tel:${number.replaceAll(/[^+\d]/g, '')}`;
