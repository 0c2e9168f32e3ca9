import { createHash } from 'node:crypto';
import benchCard from './styles/bench-card.css?inline';
import forms from './styles/forms.scss?inline';
import magistrates from './styles/magistrates.css?inline';
import paper from './styles/paper.css?inline';
import search from './styles/search.css?inline';
import site from './styles/site.css?inline';

const hashOf = (style: string) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** The styles that stand inline in pages, by what carries them: the same strings the layout writes. */
export const styles = { site, forms, paper, search, magistrates, benchCard } as const;

// No inline script, no style attribute, no third party. The styles are allowed by hash, because a stylesheet in a
// file costs a round trip before anything is seen. WebAssembly is the search engine's.
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src ${Object.values(styles).map(hashOf).join(' ')}`,
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
