import type { StaffReport } from "@/lib/reports/types";

/** The parts of the report's page, and how much of it is new. */
export function PageNavigation({
  report,
  unread,
  similarHref,
}: {
  report: Pick<StaffReport, "files" | "notes">;
  unread: number;
  similarHref: string;
}) {
  const counted = (word: string, many: number) => (many > 0 ? `${word} (${many})` : word);
  const places = [
    ["#sent", "Report as sent"],
    ["#files", counted("Files", report.files.length)],
    ["#conversation", unread > 0 ? `Conversation (${unread} new)` : "Conversation"],
    ["#notes", counted("Notes", report.notes.length)],
    ["#activity", "Activity"],
    [similarHref, "Similar"],
    ["#details", "Details"],
  ];
  return (
    <nav aria-label="On this page" className="border-y border-line">
      <ul className="flex flex-wrap gap-x-5">
        {places.map(([href, text]) => (
          <li key={href}>
            <a href={href} className="inline-block py-2 text-link hover:underline pointer-coarse:py-3">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
