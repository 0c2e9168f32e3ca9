import { formValues, urlEncoded, validMentor } from '../forms/answers.ts';

/** What a browser sees of a response. */
export interface PageResponse {
  status: number;
  title: string;
  location: string | null;
  state: string | undefined;
  html: string;
}

const unescapeHtml = (text: string) =>
  text
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

async function readResponse(response: Response): Promise<PageResponse> {
  const html = await response.text();
  return {
    status: response.status,
    title: unescapeHtml(/<title>([^<]*)/.exec(html)?.[1] ?? ''),
    location: response.headers.get('location'),
    state: /name="state" value="([^"]*)"/.exec(html)?.[1],
    html,
  };
}

/** A client without JavaScript for one form of a served site. `origin` is the site's public address, if it is not `url`. */
export function formClient(url: string, address = '/become-a-mentor/apply/', origin = url) {
  const post = async (step: 'check' | 'send', content: string, headers: Record<string, string> = {}) =>
    readResponse(
      await fetch(`${url}${address}${step}/`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origin, ...headers },
        body: content,
      }),
    );
  const withState = (state: string | undefined, content = '') => `${content}&state=${encodeURIComponent(state ?? '')}`;
  const sendOnce = (state: string | undefined) => post('send', withState(state));
  return {
    post,
    fillIn: (changes: Parameters<typeof formValues>[0] = {}, state?: string) => {
      const content = urlEncoded(formValues(changes, validMentor));
      return post('check', state === undefined ? content : withState(state, content));
    },
    change: (state: string | undefined, question: string) => post('check', withState(state, `change=${question}`)),
    sendOnce,
    /** Sends, and confirms if the page asks, since a test is as fast as a program. */
    send: async (state: string | undefined) => {
      const page = await sendOnce(state);
      return page.title.startsWith('Check this is really you') ? sendOnce(page.state) : page;
    },
    open: async (path: string) => readResponse(await fetch(url + path, { redirect: 'manual' })),
  };
}
