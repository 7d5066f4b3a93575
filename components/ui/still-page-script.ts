import { behaveAsText, clearExcluded, sendOnce } from "./page-behaviour";

// The one script of a still page: the launcher bundles it, and the server puts it into the page.
behaveAsText();
sendOnce();
document.addEventListener("change", clearExcluded);
