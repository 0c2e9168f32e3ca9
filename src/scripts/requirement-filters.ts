// Lets the choices of the comparison be combined, at once and in the address. Without it each choice is a link to a
// page of its own. A page that is about one choice has only its rows and its words, so another choice leads away from it.

const nav = document.querySelector<HTMLElement>('.filters');
const rows = [...document.querySelectorAll<HTMLElement>('[data-has]')];
const all = nav?.dataset['all'] ?? '';
const answer = nav?.querySelector('[role="status"]');
const isWhole = !nav?.querySelector('[aria-current]');

/** Each group with its boxes, which take the place of the links and keep their words and addresses. */
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
const chosen = () => boxes.filter((box) => box.checked);

/** One choice has its own page, which works without a script too; several stand in the query. */
function address(): string {
  const [first, ...others] = chosen();
  if (!first || others.length === 0) return first?.value ?? all;
  return `${all}?${new URLSearchParams(chosen().map(({ name }) => ['for', name]))}`;
}

function show() {
  for (const row of rows) {
    const has = row.dataset['has']?.split(' ') ?? [];
    row.hidden = !groups.every((group) => group.every((box) => !box.checked) || group.some((box) => box.checked && has.includes(box.name)));
  }
  const count = rows.filter((row) => !row.hidden).length;
  const said = count === 0 ? 'No requirement fits all of these. Take one away.' : `${count} of ${rows.length} requirements. `;
  const link = Object.assign(document.createElement('a'), { href: all, textContent: 'Show all requirements' });
  if (isWhole) answer?.replaceChildren(...(chosen().length > 0 ? [said, link] : []));
}

/** As the address says. A page kept by the browser comes back with boxes that it no longer says. */
function read() {
  const named = new URLSearchParams(location.search).getAll('for');
  for (const box of boxes) box.checked = named.includes(box.name) || box.value === location.pathname;
  if (isWhole) show();
}

read();
addEventListener('pageshow', read);
nav?.addEventListener('change', () => {
  if (!isWhole) location.assign(address());
  else {
    history.replaceState(null, '', address());
    show();
  }
});
