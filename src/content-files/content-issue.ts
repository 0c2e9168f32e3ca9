import type { z } from 'zod';

// No file system here: the editor page reports the same issues in a browser.

/** One mistake in content/, worded for an editor. */
export interface ContentIssue {
  /** From the project's root, like content/pages/help.mdx. */
  file: string;
  /** The key in the file, like key_facts.who, or "line 3". Empty when the issue concerns the whole file. */
  path: string;
  message: string;
}

const messagesByType: Record<string, string> = {
  string: 'Write it as text',
  number: 'Write a bare number, like 3',
  int: 'Write a whole number, like 3',
  boolean: 'Write true or false',
  array: 'Write a list, like [one, two]',
  tuple: 'Write a list, like [one, two]',
};

/** A zod error map: what right looks like, for the rules of src/schemas/ that have no message of their own. */
export function zodErrorMap(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return messagesByType[issue.expected] ?? 'Write its keys under it, each on a line of its own';
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

/**
 * Parses a value with a schema. Returns undefined for a value that does not fit, and appends its issues to `issues`.
 * @param parent the key that holds the value, as the start of each issue's path
 */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, file: string, issues: ContentIssue[], parent = ''): T | undefined {
  const result = schema.safeParse(value, { error: zodErrorMap });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const message =
      issue.code === 'unrecognized_keys'
        ? `has a key that is not known: ${issue.keys.join(', ')}. Check the spelling, or leave it out`
        : issue.message;
    issues.push({ file, path: [parent, ...issue.path.map(String)].filter(Boolean).join('.'), message });
  }
  return undefined;
}

/** An issue as one line. A message that begins with a capital is an imperative and follows a colon ("x": Write …). */
export function formatIssue({ file, path, message }: ContentIssue): string {
  if (!path) return `${file}: ${message}`;
  const place = path.startsWith('line ') ? path : `"${path}"`;
  return `${file}: ${place}${/^[A-Z]/.test(message) ? ':' : ''} ${message}`;
}
