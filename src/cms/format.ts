/**
 * Sveltia's name for the file format of content/, whose front matter keeps its bytes. Names of custom formats must end in
 * "frontmatter". In a file of its own because the browser needs it, and nothing else of config.ts.
 */
export const fileFormat = 'as-typed-frontmatter';
