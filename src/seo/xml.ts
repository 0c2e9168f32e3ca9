const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text written as XML: what is put in stands for itself, whatever signs are in it. Lists of what this made stay as they are. */
export function xml(parts: TemplateStringsArray, ...texts: (string | Xml[])[]): Xml {
  const written = texts.map((text) =>
    typeof text === 'string' ? text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign) : text.map(({ markup }) => markup).join(''),
  );
  return { markup: String.raw({ raw: parts }, ...written) };
}

export interface Xml {
  markup: string;
}

export const xmlResponse = ({ markup }: Xml, type: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${markup}\n`, { headers: { 'Content-Type': `${type}; charset=utf-8` } });
