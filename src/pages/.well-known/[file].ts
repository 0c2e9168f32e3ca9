import type { InferGetStaticPropsType } from 'astro';
import { allPages } from '../../site/pages.ts';
import { securityText } from '../../site/security-text.ts';
import { closed, trust } from '../../site/singles.ts';

/** No contact, no file. */
export async function getStaticPaths() {
  const text = securityText({
    notice: closed && `${closed.notice.lead} ${closed.notice.text}`,
    named: trust.security_contact,
    page: (await allPages()).get('/contact/')?.path,
    site: new URL(import.meta.env.SITE),
    now: new Date(),
  });
  return text ? [{ params: { file: 'security.txt' }, props: { text } }] : [];
}

export const GET = ({ props }: { props: InferGetStaticPropsType<typeof getStaticPaths> }) =>
  new Response(props.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
