/** When each page was last saved in this window, as far as it has heard; ISO 8601. */
const newest = new Map<string, string>();
const watching = new Set<() => void>();

/**
 * Back and Forward show a page as the server once made it, without what was saved from it since: `onNewer` is called
 * when this window knows of a save of `url` after `shown`, at once or when the answer of a page that was left arrives.
 */
export function watchForNewer(
  url: string,
  shown: string | null,
  onNewer: () => void,
): { saved: (at: string) => void; stop: () => void } {
  let own = shown ?? "";
  const look = () => {
    if ((newest.get(url) ?? "") > own) onNewer();
  };
  watching.add(look);
  look();
  return {
    saved: (at) => {
      if (at > own) own = at;
      newest.set(url, at);
      for (const other of watching) other();
    },
    stop: () => watching.delete(look),
  };
}
