// The least a page can be that searches while someone types.

export function onWords(search: (words: string) => Promise<void>) {
  const field = document.querySelector('input');
  field?.addEventListener('input', () => search(field.value));
}

export function showAddresses(addresses: readonly string[]) {
  document.querySelector('ol')?.replaceChildren(
    ...addresses.slice(0, 10).map((address) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      [link.href, link.textContent] = [address, address];
      item.append(link);
      return item;
    }),
  );
  document.body.dataset['done'] = 'yes';
}
