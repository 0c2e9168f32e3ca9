import { createHash } from 'node:crypto';
import benchCard from './styles/bench-card.css?inline';
import charts from './styles/charts.css?inline';
import forms from './styles/forms.scss?inline';
import magistrates from './styles/magistrates.css?inline';
import paper from './styles/paper.css?inline';
import search from './styles/search.css?inline';
import site from './styles/site.css?inline';

const utf8 = (css: string) => new TextEncoder().encode(css);
const cspHash = (css: Uint8Array) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`;

/**
 * The stylesheets that pages carry inline, as UTF-8 bytes. Astro writes bytes into a page unchanged; a string it would
 * encode again for each page the function renders, which took longer than the rest of the page.
 */
export const inlineStyles = {
  site: utf8(site),
  forms: utf8(forms),
  paper: utf8(paper),
  search: utf8(search),
  magistrates: utf8(magistrates),
  benchCard: utf8(benchCard),
  charts: utf8(charts),
} as const;

// No inline script, no style attribute, nothing from other sites. Styles are inline and allowed by hash, because a stylesheet
// in a file costs a round trip before anything is seen. WebAssembly is Pagefind's.
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src ${Object.values(inlineStyles).map(cspHash).join(' ')}`,
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
