import type { InferGetStaticPropsType } from 'astro';
import { securityTxt } from '../../seo/security-txt.ts';
import { getAllPages } from '../../view-models/pages.ts';
import { closedTrust, trust } from '../../view-models/site-data.ts';

/** /.well-known/security.txt, where there is a contact to give. */
export async function getStaticPaths() {
  const text = securityTxt({
    notice: closedTrust && `${closedTrust.notice.lead} ${closedTrust.notice.text}`,
    contact: trust.security_contact,
    contactPage: (await getAllPages()).get('/contact/')?.path,
    site: new URL(import.meta.env.SITE),
    now: new Date(),
  });
  return text ? [{ params: { file: 'security.txt' }, props: { text } }] : [];
}

export const GET = ({ props }: { props: InferGetStaticPropsType<typeof getStaticPaths> }) =>
  new Response(props.text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
