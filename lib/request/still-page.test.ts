import { describe, expect, test } from "vitest";
import { stillPage } from "./still-page";

const NONCE = "0a1b";
const mark = '<meta name="scripts" content="own"/>';
const page = (head: string, body: string) =>
  `<!DOCTYPE html><html><head><link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" href="/a.js"/><script src="/a.js" async="" nonce="${NONCE}"></script>${head}</head><body>${body}<script nonce="${NONCE}">self.__next_f.push([1,"<\\u003c/body>\n"])</script></body></html>`;

describe("stillPage", () => {
  test("leaves the text and the style, and one script", () => {
    const html = stillPage(page(mark, "<main>Text</main>"), "own()", NONCE);
    expect(html).toBe(
      `<!DOCTYPE html><html><head><link rel="stylesheet" href="/a.css"/>${mark}</head><body><main>Text</main><script nonce="${NONCE}">own()</script></body></html>`,
    );
  });

  test.each([
    ["a page that does not say so", page("", "<main>Text</main>")],
    ["a page that only shows the words", page("", "&lt;meta name=&quot;scripts&quot; content=&quot;own&quot;/&gt;")],
    ["a page whose content arrives late", page(mark, '<template id="B:0"></template><div hidden id="S:0">Text</div>')],
    ["a page without an end", page(mark, "").replace("</body>", "")],
  ])("keeps %s as it is", (_name, html) => {
    expect(stillPage(html, "own()", NONCE)).toBe(html);
  });
});
