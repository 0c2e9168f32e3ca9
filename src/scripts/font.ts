import file from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url';

// Requesting a font early delays the first page by about 200 ms, whatever the size of the file. So the first page is
// shown in a system font of the same widths (see styles/base.css), and the file is fetched after its first paint. The next
// page, which knows from its referrer that there was one before, finds it in the cache. A font that arrives late is not
// swapped in while someone reads: it waits for the next page.

const maxWaitMs = 150;

const saveData = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData;
if (!saveData && 'FontFace' in window) {
  const face = new FontFace('Atkinson Hyperlegible Next', `url(${file}) format("woff2")`, { weight: '200 800' });
  if (document.referrer.startsWith(`${location.origin}/`)) {
    const start = performance.now();
    face.load().then(
      () => performance.now() - start < maxWaitMs && document.fonts.add(face),
      () => {},
    );
  } else {
    // Both events, because on a fast line a page has loaded before its first paint.
    const firstPaint = new PerformanceObserver(() => {
      firstPaint.disconnect();
      face.load().catch(() => {});
    });
    addEventListener('load', () => firstPaint.observe({ type: 'paint', buffered: true }));
  }
}
