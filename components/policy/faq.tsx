import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { searchFaq } from "@/lib/policy/faq-search";
import { securityProgramPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { DemonstrationMark } from "./demonstration-mark";
import { Prose } from "./prose";

/** Questions and answers with a search whose address can be kept; the browser's own search finds closed answers too. */
export function Faq({ document, search }: { document: PolicyDocument; search: string }) {
  const { faq } = document.securityProgram;
  const found = searchFaq(faq, search);
  const path = securityProgramPath(document.program);
  return (
    <>
      <DemonstrationMark document={document} pointer="/securityProgram/faq" />
      {faq.length > 3 || search !== "" ? (
        <search>
          <form
            action={`${path}#questions`}
            className="flex flex-wrap items-end gap-3"
            data-print="no"
            aria-label="Questions and answers"
          >
            <TextInput name="q" type="search" label="Search the answers" defaultValue={search} width="medium" />
            <Button type="submit" variant="secondary">
              Search
            </Button>
          </form>
        </search>
      ) : null}
      {search === "" ? null : (
        <p role="status">
          {found.length === 0 ? "No answer" : found.length === 1 ? "1 answer" : `${found.length} answers`} for “{search}
          ”. <TextLink href={`${path}#questions`}>Show all</TextLink>
        </p>
      )}
      <div className="flex flex-col gap-3">
        {found.map((entry) => (
          <Disclosure key={entry.id} summary={entry.question} open={search !== "" && found.length <= 2}>
            <Prose text={entry.answer} preset="policy" />
          </Disclosure>
        ))}
      </div>
    </>
  );
}
