import file from '@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2?url';

// A font asked for early makes the first page about 200 ms later, whatever its size. So the first page is shown in
// a system font of the same widths (see styles/base.css), and the file is fetched once that page has been seen. The next
// page, which knows by its referrer that there was one before, finds it in the cache. Nothing is swapped under a
// reader: what comes late waits for the page after.

const patience = 150;

const saving = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData;
if (!saving && 'FontFace' in window) {
  const face = new FontFace('Atkinson Hyperlegible Next', `url(${file}) format("woff2")`, { weight: '200 800' });
  if (document.referrer.startsWith(`${location.origin}/`)) {
    const asked = performance.now();
    face.load().then(
      () => performance.now() - asked < patience && document.fonts.add(face),
      () => {},
    );
  } else {
    // On a fast line a page has loaded before it is seen.
    const seen = new PerformanceObserver(() => {
      seen.disconnect();
      face.load().catch(() => {});
    });
    addEventListener('load', () => seen.observe({ type: 'paint', buffered: true }));
  }
}
