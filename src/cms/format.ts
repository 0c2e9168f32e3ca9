/** What the editor page calls a file of content/: front matter and MDX, kept as it was typed. Its name must end so. */
export const fileFormat = 'as-typed-frontmatter';
