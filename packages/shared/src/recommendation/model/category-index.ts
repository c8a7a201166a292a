import { ensureRows } from "./columns.ts";
import type { ServingModel } from "./serving-model.ts";
import { createTopList } from "./top-list.ts";

/** Puts a product into its category, out of another. */
export function setCategory(model: ServingModel, item: number, category: number): void {
  const { columns } = model.items;
  if (columns.category[item] === category) return;
  unlink(model, item);
  columns.category[item] = category;
  link(model, item);
}

/** Builds the index from the column of categories. */
export function indexCategories(model: ServingModel): void {
  for (let item = 0; item < model.items.count; item++) link(model, item);
}

/** Calls `visit` with every product of a category. */
export function eachOfCategory({ categories }: ServingModel, category: number, visit: (item: number) => void): void {
  for (let at = categories.heads[category] ?? 0; at > 0; at = categories.columns.next[at - 1]) visit(at - 1);
}

function link(model: ServingModel, item: number): void {
  const category = model.items.columns.category[item];
  if (category === 0) return;
  const { columns, heads, tops } = model.categories;
  ensureRows(columns, model.items.count);
  while (heads.length <= category) {
    heads.push(0);
    tops.push(createTopList());
  }
  const head = heads[category];
  columns.next[item] = head;
  columns.previous[item] = 0;
  if (head > 0) columns.previous[head - 1] = item + 1;
  heads[category] = item + 1;
  tops[category].stale = true;
}

function unlink(model: ServingModel, item: number): void {
  const category = model.items.columns.category[item];
  if (category === 0) return;
  const { columns, heads, tops } = model.categories;
  const next = columns.next[item];
  const previous = columns.previous[item];
  if (previous > 0) columns.next[previous - 1] = next;
  else heads[category] = next;
  if (next > 0) columns.previous[next - 1] = previous;
  tops[category].stale = true;
}
