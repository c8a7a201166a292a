import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Why the tests in a browser cannot run here, or nothing. Where everything has to be there, they run and fail. */
export const missingBrowser: string | undefined =
  existsSync(EXECUTABLE) || process.env.REQUIRE_BROKERS === "1" ? undefined : `there is no Chromium at ${EXECUTABLE}: install it, or name another by CHROMIUM_PATH`;

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: EXECUTABLE, args: ARGS });

/** A page, with what it must not do. */
export interface WatchedPage {
  readonly page: Page;
  /** What the browser's console says is wrong. */
  readonly errors: string[];
  /** Requests that went anywhere else than to the product. */
  readonly foreign: string[];
}

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => void (message.type() === "error" && errors.push(`${message.text()} ${message.location().url}`)));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("dialog", (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const { origin } = new URL(url);
  page.on("request", (request) => void (new URL(request.url()).origin === origin || foreign.push(request.url())));
  await page.goto(url, { waitUntil: "load" });
  return { page, errors, foreign };
}

/** How far the page is wider than the window, in pixels. */
export const overflowOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
