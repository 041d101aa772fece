// What is on the page changes only where the status did: what stays keeps its focus, its selection, and the place of a screen reader in it.

// A list of parts follows a list of the status. What has another key is another part.
export function keep(shown, list, into, key, make) {
  const keys = new Set(list.map(key));
  for (const [name, old] of shown) {
    if (!keys.has(name)) {
      old.remove();
      shown.delete(name);
    }
  }

  list.forEach((item, i) => {
    if (!shown.has(key(item))) shown.set(key(item), make(item));
    const { root } = shown.get(key(item));
    if (into.children[i] !== root) into.insertBefore(root, into.children[i] ?? null);
  });
}

export function put(into, elements) {
  if (into.childNodes.length !== elements.length) return into.replaceChildren(...elements);
  elements.forEach((element, i) => { if (!element.isEqualNode(into.childNodes[i])) into.childNodes[i].replaceWith(element); });
}

export function say(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}
