import type { InferGetStaticPropsType } from 'astro';
import { securityText } from '../../seo/security-txt.ts';
import { allPages } from '../../view-models/pages.ts';
import { closed, trust } from '../../view-models/site-data.ts';

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
