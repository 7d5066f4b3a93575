import { buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { RATINGS } from "@/lib/assignment/schema";
import type { AssignmentSettings } from "@/lib/assignment/types";
import { RATING_WORDS } from "@/lib/assignment/words";
import { ANY_SITUATION, anyProduct } from "./assignment-rules";

/** Whom a report sent now would go to: a question in the address, which changes nothing. */
export function AssignmentTrial({
  action,
  settings,
  asked,
}: {
  action: string;
  settings: AssignmentSettings;
  asked: { product: string; situation: string; rated: string };
}) {
  return (
    <div className="flex flex-col gap-4">
      {settings.trial ? <Notice kind="info" live="status" title={settings.trial} /> : null}
      <form action={action} className="flex flex-wrap items-end gap-4 max-sm:[&>*]:w-full">
        <input type="hidden" name="program" value={settings.programSlug} />
        <input type="hidden" name="try" value="yes" />
        <Select name="about" label="Product" defaultValue={asked.product} options={anyProduct(settings)} />
        <Select name="tells" label="What it tells of" defaultValue={asked.situation} options={ANY_SITUATION} />
        <Select
          name="rating"
          label="Severity, theirs"
          defaultValue={asked.rated}
          options={[
            { value: "", label: "Not rated" },
            ...RATINGS.map((value) => ({ value, label: RATING_WORDS[value] })),
          ]}
        />
        <button type="submit" className={buttonClasses({ variant: "secondary" })}>
          Who would get it now?
        </button>
      </form>
      <p className="text-ink-soft">
        Asked of who is in and what they carry at this moment, as far as you read it. Nothing is assigned.
      </p>
    </div>
  );
}
