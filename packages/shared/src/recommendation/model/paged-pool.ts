const PAGE_SHIFT = 16;
export const PAGE_WORDS = 1 << PAGE_SHIFT;
const PAGE_MASK = PAGE_WORDS - 1;
const LARGEST_CLASS = PAGE_SHIFT;

/** No block. */
export const NONE = -1;

/**
 * Blocks of 2^k 32-bit words (k is the block's class) outside the JS heap, in pages that never move, so that growing copies and
 * blocks nothing. A block never straddles pages. Free blocks of a class form a list through their first word.
 */
export interface PagedPool {
  readonly pages: Int32Array[];
  /** The same bytes as 32-bit floats. */
  readonly floats: Float32Array[];
  /** The first free block of each class, or {@link NONE}. */
  readonly free: Int32Array;
  /** Words handed out of pages so far. */
  used: number;
}

export function createPool(): PagedPool {
  return { pages: [], floats: [], free: new Int32Array(LARGEST_CLASS + 1).fill(NONE), used: 0 };
}

export function addPage(pool: PagedPool): Int32Array {
  const page = new Int32Array(PAGE_WORDS);
  pool.pages.push(page);
  pool.floats.push(new Float32Array(page.buffer));
  return page;
}

export function pageOf(pool: PagedPool, block: number): Int32Array {
  return pool.pages[block >>> PAGE_SHIFT];
}

export function floatsOf(pool: PagedPool, block: number): Float32Array {
  return pool.floats[block >>> PAGE_SHIFT];
}

/** Where a block begins within its page. */
export function startOf(block: number): number {
  return block & PAGE_MASK;
}

/** A zeroed block of 2^`sizeClass` words. */
export function allocate(pool: PagedPool, sizeClass: number): number {
  const head = pool.free[sizeClass];
  if (head !== NONE) {
    const page = pageOf(pool, head);
    pool.free[sizeClass] = page[startOf(head)];
    page[startOf(head)] = 0;
    return head;
  }
  const words = 1 << sizeClass;
  alignTo(pool, words);
  if (pool.used === pool.pages.length * PAGE_WORDS) addPage(pool);
  const block = pool.used;
  pool.used += words;
  return block;
}

/** Blocks are aligned to their size; the words skipped for that become free blocks themselves. */
function alignTo(pool: PagedPool, words: number): void {
  while (pool.used % words !== 0) {
    const sizeClass = 31 - Math.clz32(pool.used & -pool.used);
    pool.used += 1 << sizeClass;
    release(pool, pool.used - (1 << sizeClass), sizeClass);
  }
}

/** Gives a block back, wiped: nothing of what stood there survives in a snapshot. */
export function release(pool: PagedPool, block: number, sizeClass: number): void {
  const page = pageOf(pool, block);
  const start = startOf(block);
  page.fill(0, start, start + (1 << sizeClass));
  page[start] = pool.free[sizeClass];
  pool.free[sizeClass] = block;
}
