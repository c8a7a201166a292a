import { readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

const SNAPSHOT = /^recommender.*\.snapshot$/;
/** Of replicas that are no more; milliseconds. */
const FORGOTTEN_AFTER = 7 * 86_400_000;

/** The snapshots of all recommenders that keep theirs beside `path`, newest first. Those that nobody has written for a week are removed, but for the newest. */
export async function snapshotsBeside(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const names = (await readdir(folder).catch(() => [])).filter((name) => SNAPSHOT.test(name));
  const files = await Promise.all(names.map((name) => join(folder, name)).map(async (file) => ({ file, written: (await stat(file)).mtimeMs })));
  files.sort((a, b) => b.written - a.written);
  const newest = files[0]?.written ?? 0;
  const isForgotten = ({ written }: { readonly written: number }): boolean => newest - written > FORGOTTEN_AFTER;
  await Promise.all(files.filter(isForgotten).map(({ file }) => rm(file, { force: true })));
  return files.filter((one) => !isForgotten(one)).map(({ file }) => file);
}
