import { checkbox, input, select } from '@inquirer/prompts';
import { zodErrorMap } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import type { Prompt } from './templates.ts';

/** Where questions are asked, when not in the terminal of the program. */
type Terminal = NonNullable<Parameters<typeof input>[1]>;

/** What was typed, as it stands in the file; nothing where it was left empty. */
export function parseAnswer({ multiple: several, number, optional }: Prompt, typed: string): unknown {
  if (typed.trim() === '') return several && !optional ? [] : undefined;
  if (several)
    return typed
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
  return number ? Number(typed.replaceAll(',', '')) : typed.trim();
}

/** Why an answer cannot stand, in the words of the schema. */
export function validateAnswer({ rule, idsFrom, optional }: Prompt, answer: unknown, content: Content): string | undefined {
  if (optional && answer === undefined) return undefined;
  const { success, error } = rule.safeParse(answer, { error: zodErrorMap });
  if (!success) return error.issues[0]?.message;
  const lost = idsFrom && [answer].flat().find((id) => !Object.hasOwn(content[idsFrom], String(id)));
  return lost === undefined
    ? undefined
    : `"${lost}" is not in content/${idsFrom}.yaml. Use an id that is there, or add it first: npm run new -- source`;
}

export async function askPrompt(question: Prompt, content: Content, terminal?: Terminal): Promise<unknown> {
  const { message, choices, multiple } = question;
  const listed = Object.entries(choices ?? {}).map(([value, name]) => ({ value, name }));
  if (choices && multiple)
    return checkbox(
      {
        message,
        choices: listed,
        validate: (chosen) =>
          validateAnswer(
            question,
            chosen.map(({ value }) => value),
            content,
          ) ?? true,
      },
      terminal,
    );
  if (choices) return select({ message, choices: listed }, terminal);
  const typed = await input(
    {
      message: question.optional ? `${message} (may be left empty)` : message,
      validate: (text) => validateAnswer(question, parseAnswer(question, text), content) ?? true,
    },
    terminal,
  );
  return parseAnswer(question, typed);
}
