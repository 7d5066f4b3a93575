import { STILL_MARK } from "@/lib/request/still-page";

/** Stands in a page whose links and forms are plain: it is sent without the framework's scripts. */
export function StillPage() {
  return <meta {...STILL_MARK} />;
}
