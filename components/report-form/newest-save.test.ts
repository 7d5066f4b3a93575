import { expect, test, vi } from "vitest";
import { watchForNewer } from "./newest-save";

const EARLY = "2026-03-02T15:00:00.000Z";
const LATE = "2026-03-02T15:00:07.000Z";

test("a page that is shown as it was before a save is told so; its own saves and those of others tell it nothing", () => {
  const page = vi.fn();
  const first = watchForNewer("/a", null, page);
  first.saved(EARLY);
  first.saved(LATE);
  watchForNewer("/b", null, page).stop();
  expect(page).not.toHaveBeenCalled();
  first.stop();

  const stale = vi.fn();
  watchForNewer("/a", EARLY, stale).stop();
  expect(stale).toHaveBeenCalledOnce();
  const fresh = vi.fn();
  watchForNewer("/a", LATE, fresh).stop();
  expect(fresh).not.toHaveBeenCalled();
});

test("the answer to what was sent while leaving reaches the page that is shown by then", () => {
  const left = watchForNewer("/c", EARLY, vi.fn());
  left.stop();
  const shown = vi.fn();
  const now = watchForNewer("/c", EARLY, shown);
  left.saved(LATE);
  expect(shown).toHaveBeenCalledOnce();
  now.stop();
  left.saved("2026-03-02T15:00:09.000Z");
  expect(shown).toHaveBeenCalledOnce();
});
