import { createHash } from 'node:crypto';
import benchCard from './styles/bench-card.css?inline';
import drawings from './styles/charts.css?inline';
import forms from './styles/forms.scss?inline';
import magistrates from './styles/magistrates.css?inline';
import paper from './styles/paper.css?inline';
import search from './styles/search.css?inline';
import site from './styles/site.css?inline';

const bytes = (style: string) => new TextEncoder().encode(style);
const hashOf = (style: Uint8Array) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/**
 * The styles that stand inline in pages, by what carries them. As bytes, which Astro puts in a page as they are: text it
 * would write as UTF-8 anew for each page the function makes, and that took longer than the rest of such a page.
 */
export const inlineStyles = {
  site: bytes(site),
  forms: bytes(forms),
  paper: bytes(paper),
  search: bytes(search),
  magistrates: bytes(magistrates),
  benchCard: bytes(benchCard),
  charts: bytes(drawings),
} as const;

// No inline script, no style attribute, no third party. The styles are allowed by hash, because a stylesheet in a
// file costs a round trip before anything is seen. WebAssembly is the search engine's.
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src ${Object.values(inlineStyles).map(hashOf).join(' ')}`,
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
