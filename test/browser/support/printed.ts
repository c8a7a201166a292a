import { inflateSync } from "node:zlib";
import type { Page } from "playwright-core";

/** Where a link lies on paper. */
export interface PrintedMark {
  readonly page: number;
  /** Of the page's width. */
  readonly right: number;
  /** From the bottom of the page, in points. */
  readonly y: number;
}

export interface Printed {
  /** By page: pieces of text. */
  readonly texts: readonly number[];
  readonly marks: ReadonlyMap<string, PrintedMark>;
}

/** A PDF names the targets of its links in the open, each with its place: links that take no room tell where things come to lie. */
const TARGET = "https://mark.invalid/";

/** Puts a link into the upper left and the lower right corner of every element of that kind: `NAME-0-start`, `NAME-0-end` and so on. */
export const markCorners = (page: Page, name: string, selector: string): Promise<void> =>
  page.evaluate(
    ([prefix, kind]) =>
      document.querySelectorAll<HTMLElement>(kind).forEach((element, at) => {
        element.style.position = "relative";
        const mark = (end: "start" | "end", corner: string): void => {
          const link = document.createElement("a");
          link.href = `${prefix}-${at}-${end}`;
          link.textContent = "x";
          link.style.cssText = `position: absolute; ${corner}; line-height: 1; font-size: 4px; color: transparent`;
          element.append(link);
        };
        mark("start", "top: 0; left: 0");
        mark("end", "bottom: 0; right: 0");
      }),
    [TARGET + name, selector] as const,
  );

const OBJECT = /(?:^|\n)(\d+) 0 obj\s([\s\S]*?)(?:stream\r?\n|endobj)/g;

/** Reads what Chromium prints: every object on its own, streams deflated. */
export function readPrinted(pdf: Buffer): Printed {
  const objects = new Map([...pdf.toString("latin1").matchAll(OBJECT)].map((match) => [match[1] ?? "", { text: match[2] ?? "", end: match.index + match[0].length }]));
  const pages = [...objects.values()].filter(({ text }) => /\/Type \/Page\b/.test(text));
  const texts = pages.map(({ text }) => {
    const end = objects.get(/\/Contents (\d+) 0 R/.exec(text)?.[1] ?? "")?.end ?? 0;
    return inflateSync(pdf.subarray(end)).toString("latin1").match(/\bT[jJ]\b/g)?.length ?? 0;
  });
  const marks = pages.flatMap(({ text }, page) => {
    const width = Number(/\/MediaBox \[\S+ \S+ (\S+)/.exec(text)?.[1]);
    const links = [...(/\/Annots \[([^\]]*)\]/.exec(text)?.[1] ?? "").matchAll(/(\d+) 0 R/g)];
    return links.flatMap(([, id = ""]) => markOf(objects.get(id)?.text ?? "", { page, width }));
  });
  return { texts, marks: new Map(marks) };
}

function markOf(link: string, { page, width }: { readonly page: number; readonly width: number }): (readonly [string, PrintedMark])[] {
  const name = new RegExp(String.raw`\(${TARGET}([^)]*)\)`).exec(link)?.[1];
  const [, y, right] = (/\/Rect \[([^\]]*)\]/.exec(link)?.[1] ?? "").trim().split(/\s+/).map(Number);
  return name === undefined || y === undefined || right === undefined ? [] : [[name, { page, right: right / width, y }]];
}
