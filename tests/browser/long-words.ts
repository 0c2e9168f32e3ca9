import type { Page } from '@playwright/test';

/**
 * What sticks out of the page at the side once every word is half as long again, as in German or Finnish: in the text, on
 * buttons and in what the style sheets take from attributes. The page is left as it was.
 */
export const stickingOutWithLongWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const longer = (text: string) => text.replace(/\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length / 2)).toLowerCase());
    const undo: (() => void)[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement?.closest('script, style, textarea, [translate="no"]')) continue;
      const [text, before] = [node, node.nodeValue ?? ''];
      text.nodeValue = longer(before);
      undo.push(() => {
        text.nodeValue = before;
      });
    }
    for (const name of ['placeholder', 'data-label']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        const before = element.getAttribute(name) ?? '';
        element.setAttribute(name, longer(before));
        undo.push(() => element.setAttribute(name, before));
      }
    }

    const { clientWidth, scrollWidth } = document.documentElement;
    const out = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth);
    const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
    for (const each of undo) each();
    if (scrollWidth <= clientWidth) return [];
    return [`It scrolls sideways by ${scrollWidth - clientWidth} pixels.`, ...innermost.map(({ outerHTML }) => outerHTML.slice(0, 100))];
  });
