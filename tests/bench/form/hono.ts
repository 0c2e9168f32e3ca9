import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { mentorForm } from '../../../src/forms/mentor.ts';

// The ceiling: a post is read, held to the rules of each answer by zod, and answered with two words. No tidying, no
// conditions between answers, no seal, no page, no headers: nobody can do less.
const rules = z.object(
  Object.fromEntries(
    Object.entries(mentorForm.questions).map(([name, { kind, schema }]) => [
      name,
      kind === 'checkboxes' ? z.union([schema, z.array(schema)]).optional() : schema.optional(),
    ]),
  ),
);

const app = new Hono();
app.post(`/${mentorForm.address}/check/`, async (context) => {
  const { success } = rules.safeParse(await context.req.parseBody({ all: true }));
  return context.text(success ? 'Well formed' : 'Not good', success ? 200 : 422);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`The site is at http://127.0.0.1:${port}/`));
