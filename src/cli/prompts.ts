import { checkbox, input, select } from '@inquirer/prompts';
import { whatIsRight } from '../content-files/content-issue.ts';
import type { Content } from '../content-files/read-content.ts';
import type { Question } from './templates.ts';

/** Where questions are asked, when not in the terminal of the program. */
type Terminal = NonNullable<Parameters<typeof input>[1]>;

/** What was typed, as it stands in the file; nothing where it was left empty. */
export function answerOf({ several, number, optional }: Question, typed: string): unknown {
  if (typed.trim() === '') return several && !optional ? [] : undefined;
  if (several)
    return typed
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean);
  return number ? Number(typed.replaceAll(',', '')) : typed.trim();
}

/** Why an answer cannot stand, in the words of the schema. */
export function wrong({ rule, from, optional }: Question, answer: unknown, content: Content): string | undefined {
  if (optional && answer === undefined) return undefined;
  const { success, error } = rule.safeParse(answer, { error: whatIsRight });
  if (!success) return error.issues[0]?.message;
  const lost = from && [answer].flat().find((id) => !Object.hasOwn(content[from], String(id)));
  return lost === undefined
    ? undefined
    : `"${lost}" is not in content/${from}.yaml. Use an id that is there, or add it first: npm run new -- source`;
}

export async function ask(question: Question, content: Content, terminal?: Terminal): Promise<unknown> {
  const { ask: message, choices, several } = question;
  const listed = Object.entries(choices ?? {}).map(([value, name]) => ({ value, name }));
  if (choices && several)
    return checkbox(
      {
        message,
        choices: listed,
        validate: (chosen) =>
          wrong(
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
      validate: (text) => wrong(question, answerOf(question, text), content) ?? true,
    },
    terminal,
  );
  return answerOf(question, typed);
}
