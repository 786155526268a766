import fs from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromium as chromiumPath, plainBrowser } from "../support/machine.ts";

const OUTPUT = path.resolve(import.meta.dirname, "../output");

/** `papers`: with the viewer of papers, which the browser without a window does not have. */
export const launch = async ({ papers = false } = {}): Promise<Browser> => {
  const executablePath = papers ? chromiumPath() : plainBrowser();
  if (executablePath === undefined) throw new Error("chromium is not installed");
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Date fields are drawn by the browser, in its own language.
      "--lang=zh-CN",
    ],
  });
};

/** A page of its own person: own cookies, own storage. What it throws or logs as an error is collected. */
export const person = async (browser: Browser, options: BrowserContextOptions): Promise<{ page: Page; troubles: string[] }> => {
  const context = await browser.newContext({ locale: "zh-CN", timezoneId: "Asia/Shanghai", reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    // Looking for a session that is not there is answered 401: the browser logs that by itself.
    if (message.type() === "error" && !message.text().includes("401")) troubles.push(message.text());
  });
  return { page, troubles };
};

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** With PICTURES=1 keeps a picture under test/output, to be looked at. */
export const picture = async (page: Page, name: string, fullPage = false): Promise<void> => {
  if (process.env.PICTURES !== "1") return;
  fs.mkdirSync(OUTPUT, { recursive: true });
  // Bars that stay in place are drawn where the page stands: pictures of whole pages are taken from their top.
  if (fullPage) await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: path.join(OUTPUT, `${name}.png`), fullPage });
};

export const signIn = async (page: Page, url: string, username: string, password: string): Promise<void> => {
  await page.goto(`${url}/desk/`);
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/inbox/u);
  // The address is there before the desk: only once it stands does it hear keys.
  await page.locator(".shell").waitFor();
};

/** Chooses in a list of a form, and looks that the choice took: on a busy machine a list may still move when it is pressed. */
export const chooseIn = async (page: Page, id: string, option: string | RegExp): Promise<void> => {
  const field = page.locator(`#${id}`);
  const select = page.locator(".el-select").filter({ has: field });
  const found = page.getByRole("option", { name: option }).first();
  for (let tries = 3; tries > 0; tries--) {
    if (!(await found.isVisible())) await select.click();
    await found.click();
    const list = await field.getAttribute("aria-controls");
    const chosen = page.locator(`[id="${list}"] [role="option"][aria-selected="true"]`).first();
    const took = await chosen.waitFor({ state: "attached", timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (took) return;
  }
  throw new Error(`nothing was chosen in ${id}`);
};

/** Looks at a page for what keeps people out; of what is in order it notes one place each, which halves the work. */
export const axeOn = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });

/** A case on the desk. */
export const openCase = async (page: Page, url: string, id: string): Promise<void> => {
  await page.goto(`${url}/desk/cases/${id}`);
  await page.locator(".casehead").waitFor();
};

/** The citizen's page of a case, by number and code. */
export const openTrack = async (page: Page, url: string, { no, code }: { no: string; code: string }): Promise<void> => {
  await page.goto(`${url}/track`);
  await page.locator("input").first().fill(no);
  await page.locator("input").nth(1).fill(code);
  await page.keyboard.press("Enter");
  await page.locator("#timeline").waitFor();
};
