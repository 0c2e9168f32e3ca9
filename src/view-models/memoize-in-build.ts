/**
 * Reads once per key and build, because hundreds of pages ask for the same lists. Under `npm run dev` it reads every time,
 * since content may change at any moment.
 */
export function memoizeInBuild<Result, Key = void>(read: (key: Key) => Promise<Result>): (key: Key) => Promise<Result> {
  const results = new Map<Key, Promise<Result>>();
  return (key) => {
    const result = (!import.meta.env.DEV && results.get(key)) || read(key);
    results.set(key, result);
    return result;
  };
}
