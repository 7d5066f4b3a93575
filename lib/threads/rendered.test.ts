import { expect, test, vi } from "vitest";
import { newDataKey } from "../vault/seal";
import { renderedOnce } from "./rendered";

test("renders a message once and gives the same HTML again", () => {
  const key = newDataKey();
  const render = vi.fn(() => "<p>quiet harbour</p>");
  expect(renderedOnce(key, "r1", "m1", render)).toBe("<p>quiet harbour</p>");
  expect(renderedOnce(key, "r1", "m1", render)).toBe("<p>quiet harbour</p>");
  expect(render).toHaveBeenCalledTimes(1);
});

test("opens for no other key and no other report", () => {
  renderedOnce(newDataKey(), "r1", "m2", () => "<p>first</p>");
  expect(renderedOnce(newDataKey(), "r1", "m2", () => "<p>second</p>")).toBe("<p>second</p>");
  const key = newDataKey();
  renderedOnce(key, "r1", "m3", () => "<p>of r1</p>");
  expect(renderedOnce(key, "r2", "m3", () => "<p>of r2</p>")).toBe("<p>of r2</p>");
});

test("keeps a bounded amount: what was read long ago is rendered anew", () => {
  const key = newDataKey();
  const page = "x".repeat(100_000);
  renderedOnce(key, "r1", "old", () => "<p>old</p>");
  for (let index = 0; index < 45; index += 1) renderedOnce(key, "r1", `filler-${index}`, () => page);
  expect(renderedOnce(key, "r1", "old", () => "<p>anew</p>")).toBe("<p>anew</p>");
});
