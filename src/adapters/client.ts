/**
 * The header in which a platform hands the address of whoever sent a request to the function. The platform sets it on
 * every request, whatever came in: nobody can say of themselves who they are.
 */
export const clientHeader = 'x-site-client';

/** The address a platform handed over; nothing where it knows none. */
export const clientOf = (request: Request): string | undefined => request.headers.get(clientHeader) ?? undefined;
