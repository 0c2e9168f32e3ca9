import { checkbox, input, select } from '@inquirer/prompts';
import { zodErrorMap } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import type { Prompt } from './templates.ts';

/** Input and output streams, for tests; the process's own if omitted. */
type Terminal = NonNullable<Parameters<typeof input>[1]>;

/** Turns what was typed into the value for the file. An empty answer is undefined, or [] where a list is required. */
export function parseAnswer({ multiple, number, optional }: Prompt, typed: string): unknown {
  if (typed.trim() === '') return multiple && !optional ? [] : undefined;
  if (multiple)
    return typed
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return number ? Number(typed.replaceAll(',', '')) : typed.trim();
}

/** The error message for an answer, in the words of the schema; undefined for a valid one. */
export function validateAnswer({ rule, idsFrom, optional }: Prompt, answer: unknown, content: Content): string | undefined {
  if (optional && answer === undefined) return undefined;
  const { success, error } = rule.safeParse(answer, { error: zodErrorMap });
  if (!success) return error.issues[0]?.message;
  const unknownId = idsFrom && [answer].flat().find((id) => !Object.hasOwn(content[idsFrom], String(id)));
  return unknownId === undefined
    ? undefined
    : `"${unknownId}" is not in content/${idsFrom}.yaml. Use an id that is there, or add it first: npm run new -- source`;
}

/** Asks in the terminal until the answer is valid, and returns it. */
export async function askPrompt(prompt: Prompt, content: Content, terminal?: Terminal): Promise<unknown> {
  const { message, choices, multiple, optional } = prompt;
  const options = Object.entries(choices ?? {}).map(([value, name]) => ({ value, name }));
  const validate = (answer: unknown) => validateAnswer(prompt, answer, content) ?? true;
  if (choices && multiple)
    return checkbox({ message, choices: options, validate: (chosen) => validate(chosen.map(({ value }) => value)) }, terminal);
  if (choices) return select({ message, choices: options }, terminal);
  const typed = await input(
    { message: optional ? `${message} (may be left empty)` : message, validate: (text) => validate(parseAnswer(prompt, text)) },
    terminal,
  );
  return parseAnswer(prompt, typed);
}
