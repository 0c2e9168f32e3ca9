// Combines the filters of the comparison, at once and in the URL. Without this script each filter is a link to a page of
// its own. Such a page has only its own rows and text, so choosing another filter there leads to another page.

const nav = document.querySelector<HTMLElement>('.filters');
const rows = [...document.querySelectorAll<HTMLElement>('[data-has]')];
const allUrl = nav?.dataset['all'] ?? '';
const statusElement = nav?.querySelector('[role="status"]');
const hasAllRows = !nav?.querySelector('[aria-current]');

/** The checkboxes of each group, which replace the links and keep their text and URLs. */
const groups = [...(nav?.querySelectorAll('fieldset') ?? [])].map((group) =>
  [...group.querySelectorAll('a')].map((link) => {
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.name = link.dataset['filter'] ?? '';
    box.value = link.pathname;
    const label = document.createElement('label');
    label.append(box, link.textContent ?? '');
    link.replaceWith(label);
    return box;
  }),
);
const boxes = groups.flat();
const checkedBoxes = () => boxes.filter((box) => box.checked);

/** One filter has its own page, which works without script too; several are in the query string. */
function filterUrl(): string {
  const [first, ...others] = checkedBoxes();
  if (!first || others.length === 0) return first?.value ?? allUrl;
  return `${allUrl}?${new URLSearchParams(checkedBoxes().map(({ name }) => ['for', name]))}`;
}

/** Shows the rows that match one filter, or more, of each group in use. */
function filterRows() {
  for (const row of rows) {
    const has = row.dataset['has']?.split(' ') ?? [];
    row.hidden = !groups.every((group) => group.every((box) => !box.checked) || group.some((box) => box.checked && has.includes(box.name)));
  }
  const count = rows.filter((row) => !row.hidden).length;
  const message = count === 0 ? 'No requirement fits all of these. Take one away.' : `${count} of ${rows.length} requirements. `;
  const link = Object.assign(document.createElement('a'), { href: allUrl, textContent: 'Show all requirements' });
  statusElement?.replaceChildren(...(checkedBoxes().length > 0 ? [message, link] : []));
}

function readUrl() {
  const names = new URLSearchParams(location.search).getAll('for');
  for (const box of boxes) box.checked = names.includes(box.name) || box.value === location.pathname;
  if (hasAllRows) filterRows();
}

readUrl();
// A page from the back/forward cache may come back with boxes that its URL no longer says.
addEventListener('pageshow', readUrl);
nav?.addEventListener('change', () => {
  if (!hasAllRows) location.assign(filterUrl());
  else {
    history.replaceState(null, '', filterUrl());
    filterRows();
  }
});
