const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

export interface Xml {
  markup: string;
}

/** Template tag for XML: escapes every text put in, and inserts lists of its own results as they are. */
export function xml(strings: TemplateStringsArray, ...values: (string | Xml[])[]): Xml {
  const markup = values.map((value) => (typeof value === 'string' ? escapeXml(value) : value.map((part) => part.markup).join('')));
  return { markup: String.raw({ raw: strings }, ...markup) };
}

export const xmlResponse = ({ markup }: Xml, type: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${markup}\n`, { headers: { 'Content-Type': `${type}; charset=utf-8` } });
