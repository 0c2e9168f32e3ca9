/**
 * The same text with the quotes of print, wherever it is in what is given. Astro does so for the text of MDX files,
 * but not for their front matter and not for YAML.
 */
export function smartQuotes<T>(value: T): T {
  if (typeof value === 'string') return quotes(value) as T;
  if (Array.isArray(value)) return value.map(smartQuotes) as T;
  if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, smartQuotes(one)])) as T;
  }
  return value;
}

// A quote at the start, or after a space or a bracket, opens; every other one closes or is an apostrophe.
const quotes = (text: string) =>
  text
    .replace(/(^|[\s([])'/g, '$1‘')
    .replaceAll("'", '’')
    .replace(/(^|[\s([‘])"/g, '$1“')
    .replaceAll('"', '”');
