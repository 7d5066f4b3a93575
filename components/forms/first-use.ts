const SIGNS = ["focusin", "pointerdown", "keydown"] as const;

/**
 * Calls back once a person is at the page, at once when the focus is in it already: what only a person needs is fetched
 * then, and not while the page still loads. Returns how to stop waiting.
 */
export function onFirstUse(arrived: () => void): () => void {
  const waiting = new AbortController();
  const used = () => {
    waiting.abort();
    arrived();
  };
  if (document.activeElement !== null && document.activeElement !== document.body) {
    used();
    return () => {};
  }
  for (const sign of SIGNS) document.addEventListener(sign, used, { signal: waiting.signal, passive: true });
  return () => waiting.abort();
}
