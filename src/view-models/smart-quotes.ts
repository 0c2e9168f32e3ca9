/**
 * Copies a value with typographic quotes in every string, at any depth. Astro's Markdown does this (SmartyPants) for the
 * text of MDX files, but not for front matter or YAML.
 */
export function smartQuotes<T>(value: T): T {
  if (typeof value === 'string') return replaceQuotes(value) as T;
  if (Array.isArray(value)) return value.map(smartQuotes) as T;
  if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, smartQuotes(member)])) as T;
  }
  return value;
}

// A quote at the start, or after a space or a bracket, opens; any other closes or is an apostrophe.
const replaceQuotes = (text: string) =>
  text
    .replace(/(^|[\s([])'/g, '$1‘')
    .replaceAll("'", '’')
    .replace(/(^|[\s([‘])"/g, '$1“')
    .replaceAll('"', '”');
