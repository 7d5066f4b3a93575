import { cookies } from "next/headers";
import { cx } from "@/components/ui/class-names";
import { THEME_COOKIE, THEMES, themeOf } from "./theme";

const words = { system: "System", light: "Light", dark: "Dark" };

/** A plain form, so that it works without scripts; the answer leads back to the page it stands on. */
export async function ThemeSwitch() {
  const current = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <form action="/appearance" method="post" className="flex flex-wrap items-center gap-2">
      <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <legend className="float-start py-1 pe-1 text-sm text-ink-soft">Appearance</legend>
        <div className="inline-flex rounded-md border border-line-strong">
          {THEMES.map((theme) => (
            <button
              key={theme}
              type="submit"
              name="theme"
              value={theme}
              aria-pressed={theme === current}
              className={cx(
                "min-h-8 border-e border-line-strong px-3 text-sm first:rounded-s-md last:rounded-e-md last:border-e-0 hover:bg-sunken pointer-coarse:min-h-11",
                theme === current
                  ? "bg-sunken font-semibold text-ink underline decoration-2 underline-offset-4"
                  : "text-ink-soft",
              )}
            >
              {words[theme]}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
