/** The address that calls a number, as it is written for people. */
export const dial = (number: string): string => `tel:${number.replaceAll(/[^+\d]/g, '')}`;
