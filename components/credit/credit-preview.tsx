import { creditSurfaces, type PrintedCredit, SURFACE_OF } from "@/lib/credit/line";

/** What would print, surface by surface; `only`: of those on which a policy names anybody. */
export function CreditPreview({
  id,
  title,
  credit,
  only,
}: {
  id: string;
  title: string;
  credit: PrintedCredit | null;
  only?: readonly (keyof typeof SURFACE_OF)[];
}) {
  const named = only?.map((place) => SURFACE_OF[place]);
  const surfaces = credit === null ? [] : creditSurfaces(credit);
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 rounded-md bg-sunken p-4">
      <h3 id={id} className="font-semibold">
        {title}
      </h3>
      {credit === null ? (
        <p className="text-ink-soft">Once a text is given, it stands here as it would print.</p>
      ) : named?.length === 0 ? (
        <p className="text-ink-soft">Nothing: this policy names nobody anywhere.</p>
      ) : (
        surfaces
          .filter(({ surface }) => named?.includes(surface) ?? true)
          .map(({ surface, label, line }) => (
            <div key={surface} className="flex flex-col gap-1">
              <p className="text-sm text-ink-soft">{label}</p>
              <SurfaceLine surface={surface} line={line} />
            </div>
          ))
      )}
    </section>
  );
}

function SurfaceLine({ surface, line }: { surface: "advisory" | "cve"; line: string }) {
  if (surface === "advisory") return <p className="[overflow-wrap:anywhere]">{line}</p>;
  return (
    <pre className="overflow-x-auto font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
      <code>{line}</code>
    </pre>
  );
}
