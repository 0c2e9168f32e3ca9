// @types/negotiator describes version 0.6, which had no `preferred`.
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Readonly<Record<string, string>> });
    /** The available coding the client likes best, of those it likes equally the first of `preferred`; undefined if it takes none. */
    encoding(available: readonly string[], options?: { preferred?: readonly string[] }): string | undefined;
  }
}
