/** BCP 47 tags by the grammar of RFC 5646 §2.1; well-formed, not looked up in the registry. */

const EXTLANG = "(?:-[a-z]{3}){0,3}";
const LANGUAGE = `(?:[a-z]{2,3}${EXTLANG}|[a-z]{4}|[a-z]{5,8})`;
const SCRIPT = "(?:-[a-z]{4})?";
const REGION = "(?:-(?:[a-z]{2}|\\d{3}))?";
const VARIANTS = "((?:-(?:[a-z\\d]{5,8}|\\d[a-z\\d]{3}))*)";
const EXTENSIONS = "((?:-[a-wyz\\d](?:-[a-z\\d]{2,8})+)*)";
const PRIVATE_USE = "x(?:-[a-z\\d]{1,8})+";
const LANGTAG = new RegExp(`^${LANGUAGE}${SCRIPT}${REGION}${VARIANTS}${EXTENSIONS}(?:-${PRIVATE_USE})?$`);
const PRIVATE = new RegExp(`^${PRIVATE_USE}$`);

/** RFC 5646 §2.1, "irregular" and "regular". */
const GRANDFATHERED = new Set(
  (
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu " +
    "sgn-be-fr sgn-be-nl sgn-ch-de art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang"
  ).split(" "),
);

export function isLanguageTag(text: string): boolean {
  const tag = text.toLowerCase();
  if (GRANDFATHERED.has(tag) || PRIVATE.test(tag)) return true;
  const parts = LANGTAG.exec(tag);
  if (!parts) return false;
  const variants = (parts[1] ?? "").split("-").filter(Boolean);
  const singletons = (parts[2] ?? "").split("-").filter((part) => part.length === 1);
  // RFC 5646 §2.2.5 and §2.2.6: none of either may stand twice.
  return new Set(variants).size === variants.length && new Set(singletons).size === singletons.length;
}
