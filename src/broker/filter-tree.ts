/** Which filters a topic falls under, found level by level: thousands of filters take no longer than a few. */
export class FilterTree<Item> {
  readonly #root: Node<Item> = newNode();

  /** `filter` is one that a broker takes. */
  add(filter: string, item: Item): void {
    let node = this.#root;
    for (const level of filter.split('/')) {
      const next = node.levels.get(level) ?? newNode<Item>();
      node.levels.set(level, next);
      node = next;
    }
    node.items.add(item);
  }

  delete(filter: string, item: Item): void {
    remove(this.#root, filter.split('/'), 0, item);
  }

  /** The items of all filters that `topic` falls under (MQTT 5, 4.7), by way of `visit`. */
  match(topic: string, visit: (item: Item) => void): void {
    if (this.#mayMatch(topic)) walk(this.#root, topic.split('/'), 0, visit);
  }

  /** By its first level, which is enough for most topics. */
  #mayMatch(topic: string): boolean {
    const { levels } = this.#root;
    if (levels.has('+') || levels.has('#')) return true;
    const end = topic.indexOf('/');
    return levels.has(end < 0 ? topic : topic.slice(0, end));
  }
}

interface Node<Item> {
  readonly levels: Map<string, Node<Item>>;
  readonly items: Set<Item>;
}

const newNode = <Item>(): Node<Item> => ({ levels: new Map(), items: new Set() });

function walk<Item>(
  node: Node<Item>,
  levels: readonly string[],
  at: number,
  visit: (item: Item) => void,
): void {
  const level = levels[at];
  // What a broker tells of itself is not for those who ask for everything.
  const isOpen = at > 0 || level?.startsWith('$') === false;
  if (isOpen) for (const item of node.levels.get('#')?.items ?? []) visit(item);
  if (level === undefined) {
    for (const item of node.items) visit(item);
    return;
  }
  const exact = node.levels.get(level);
  if (exact !== undefined) walk(exact, levels, at + 1, visit);
  const any = isOpen ? node.levels.get('+') : undefined;
  if (any !== undefined && any !== exact) walk(any, levels, at + 1, visit);
}

/** Leaves no empty nodes behind. */
function remove<Item>(
  node: Node<Item>,
  levels: readonly string[],
  at: number,
  item: Item,
): 'empty' | 'in use' {
  const level = levels[at];
  if (level === undefined) node.items.delete(item);
  else {
    const next = node.levels.get(level);
    if (next !== undefined && remove(next, levels, at + 1, item) === 'empty')
      node.levels.delete(level);
  }
  return node.items.size === 0 && node.levels.size === 0 ? 'empty' : 'in use';
}
