// What src/layouts/Article.astro tells Pagefind about a page in `data-pagefind-meta`, and how it is read back.

export type PageMetadata = {
  title?: string;
  kind?: string;
  year?: string;
  description?: string;
  /** Other names of the subject, as the A to Z has them, joined by `nameSeparator`. */
  words?: string;
};

/** Separates the names in `data-words`: a name may contain a comma. */
export const nameSeparator = ' | ';

/** The line under the title of a result: "Partnership project, 2013". */
export const kindAndYear = ({ kind, year }: PageMetadata): string => [kind, year].filter(Boolean).join(', ');
