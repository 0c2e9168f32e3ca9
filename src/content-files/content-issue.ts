import type { z } from 'zod';

// Without the disk, so that the editor page says the same words in a browser.

/** What is wrong in one place of content/, in words for an editor. */
export interface ContentIssue {
  /** The file, from the project's root, like content/pages/help.mdx. */
  file: string;
  /** The key inside it, like glance.who; empty when it is the file as a whole. */
  path: string;
  message: string;
}

const kinds: Record<string, string> = {
  string: 'Write it as text',
  number: 'Write a bare number, like 3',
  int: 'Write a whole number, like 3',
  boolean: 'Write true or false',
  array: 'Write a list, like [one, two]',
  tuple: 'Write a list, like [one, two]',
};

/** What right looks like, for the rules in schemas.ts that do not say it themselves. */
export function zodErrorMap(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? 'Write its keys under it, each on a line of its own';
    case 'invalid_value':
      return `Use ${issue.values.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'Write the web address in full, like https://www.example.org/'
        : 'Write the address of a page here, like /help/today/';
    case 'invalid_key':
      return issue.issues[0]?.message;
    case 'too_small':
      return `Write at least ${issue.minimum}`;
    case 'too_big':
      return `Write at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

/** What the schema makes of a value; nothing, and its faults in words, when it does not fit. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, file: string, faults: ContentIssue[], under = ''): T | undefined {
  const result = schema.safeParse(value, { error: zodErrorMap });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = [under, ...issue.path.map(String)].filter(Boolean).join('.');
    const says =
      issue.code === 'unrecognized_keys'
        ? `has a key that is not known: ${issue.keys.join(', ')}. Check the spelling, or leave it out`
        : issue.message;
    faults.push({ file, path, message: says });
  }
  return undefined;
}

/** A fault as one line: what the sentence says follows the key ("x" is not …) or, in the imperative, a colon ("x": Write …). */
export function formatIssue({ file, path: key, message: says }: ContentIssue): string {
  if (!key) return `${file}: ${says}`;
  const where = key.startsWith('line ') ? key : `"${key}"`;
  return `${file}: ${where}${/^[A-Z]/.test(says) ? ':' : ''} ${says}`;
}
