// Lists that come in parts, as long as a person asks for more.
import { get } from './api.js';

const PAGE = 100;

// A question looks at a part of an index; so many in a row may find nothing before a person is asked to go on.
const MOST_EMPTY_PAGES = 10;

// The items that are known and those that follow: { items, next }, next being the cursor to go on with, if there is more.
export async function following(path, query, known = [], cursor = undefined) {
  let next = cursor;
  for (let i = 0; i < MOST_EMPTY_PAGES; i++) {
    const page = await get(path, { ...query, cursor: next, limit: PAGE });
    next = page.next;
    if (page.items.length > 0 || !next) {
      return { items: [...known, ...page.items], next };
    }
  }
  return { items: known, next };
}
