/** Customers a page. */
const PAGE = 10_000;
const NEXT = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/;

/** All pages of a CSV route as one text, with one header line. @throws Error when a page cannot be had */
export async function csvPages(path: string): Promise<readonly string[]> {
  const parts: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined; ) {
    const page: Page = await pageAt(path, cursor);
    parts.push(parts.length === 0 ? page.text : page.text.slice(page.text.indexOf("\n") + 1));
    cursor = page.next;
  }
  return parts;
}

interface Page {
  readonly text: string;
  readonly next: string | undefined;
}

async function pageAt(path: string, cursor: string): Promise<Page> {
  const response = await fetch(`${path}?limit=${PAGE}${cursor === "" ? "" : `&cursor=${cursor}`}`, { headers: { accept: "text/csv" } });
  if (!response.ok) throw new Error(`The server answered with status ${response.status}`);
  return { text: await response.text(), next: NEXT.exec(response.headers.get("link") ?? "")?.[1] };
}

/** Hands a text to the reader as a file. */
export function saveFile(parts: readonly string[], name: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
