import type { Metadata } from "next";
import { CreditPreview } from "@/components/credit/credit-preview";
import { rewardFacts } from "@/components/policy/typed-clause";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { BackLink } from "@/components/ui/back-link";
import { buttonClasses } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/policy";
import { CREDIT_ROLE_LABELS, CREDIT_ROLES } from "@/lib/credit/roles";
import { creditSchema } from "@/lib/credit/schema";
import { DEFAULT_AFTER_DAYS, REMIND_AFTER_DAYS } from "@/lib/credit/waiting";
import { rewardOf } from "@/lib/policy/document";
import { policyPath } from "@/lib/policy/paths";
import { currentPolicy } from "@/lib/policy/queries";
import type { PolicyDocument } from "@/lib/policy/schema";
import { stepForm } from "@/lib/reports/form/report-form";
import { address, deskContext, listTitle, orNotFound, readablePrograms, type SearchParams, single } from "../../desk";

const PATH = "/staff/credits/settings";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Credit that is offered", PATH, searchParams);
}

/** What the policy in force offers of credit, what its form asks, and how a line would print; changed in the policy. */
export default async function CreditSettingsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address(PATH, { program }));
  const readable = readablePrograms(ctx);
  const membership = readable.find(({ programSlug }) => program === undefined || programSlug === program);
  const slug = membership?.programSlug ?? "";
  const { document } = await orNotFound(currentPolicy(ctx, slug));
  const mayEdit = membership !== undefined && can(ctx.actor, "policy_draft.edit", membership);
  return (
    <div className="flex max-w-page flex-col gap-8">
      <BackLink href={address("/staff/credits", { program: slug })}>Credits</BackLink>
      <QueueHeading title="Credit that is offered">
        <Tabs
          label="Programs"
          tabs={readable.map(({ programSlug }) => ({
            href: address(PATH, { program: programSlug }),
            text: programSlug,
            current: programSlug === slug,
          }))}
        />
      </QueueHeading>
      <Offered document={document} slug={slug} mayEdit={mayEdit} />
      <AskedForCredit document={document} />
      <section aria-labelledby="silence" className="flex flex-col gap-3">
        <h2 id="silence" className="text-lg font-semibold">
          What prints when nobody answers
        </h2>
        <p className="max-w-measure">
          Somebody who is asked to agree to a line is reminded after {REMIND_AFTER_DAYS} days. After{" "}
          {DEFAULT_AFTER_DAYS} days their own wish prints, word for word; where they wished nothing, nothing prints. No
          program has a text of its own for people it does not know: a name that nobody chose is nobody’s credit.
        </p>
      </section>
      <Trial document={document} slug={slug} asked={asked} />
    </div>
  );
}

function Offered({ document, slug, mayEdit }: { document: PolicyDocument; slug: string; mayEdit: boolean }) {
  const reward = rewardOf(document);
  return (
    <section aria-labelledby="offered" className="flex flex-col gap-3">
      <h2 id="offered" className="text-lg font-semibold">
        What policy {document.version} says
      </h2>
      {reward ? (
        <DefinitionList
          items={[
            {
              term: "Notice to reporters",
              description: (
                <>
                  {reward.summary} <TextLink href={policyPath(slug, reward.key)}>Clause {reward.key}</TextLink>
                </>
              ),
            },
            ...rewardFacts(reward),
          ]}
        />
      ) : (
        <Notice kind="warning" title="This policy says nothing about rewards or credit">
          Reporters read that none is promised. Add a clause “Rewards and credit”.
        </Notice>
      )}
      <p className="max-w-measure text-ink-soft">
        These are terms that reporters agree to, so they change with the policy alone: as a draft, with a review, for
        reports that are sent from then on.{" "}
        {mayEdit ? (
          <TextLink href={address("/staff/policies", { program: slug })}>Change them in the policy</TextLink>
        ) : null}
      </p>
    </section>
  );
}

/** The form's own question, as the policy in force makes it. */
function AskedForCredit({ document }: { document: PolicyDocument }) {
  const wish = stepForm(document, "credit").fields.find(({ name }) => name === "creditWish");
  if (wish?.kind !== "choice") return null;
  return (
    <section aria-labelledby="asked" className="flex flex-col gap-3">
      <h2 id="asked" className="text-lg font-semibold">
        What the form asks
      </h2>
      <p className="font-semibold">{wish.label}</p>
      <p className="text-ink-soft">{wish.hint}</p>
      <ul className="list-disc ps-6">
        {wish.choices.map(({ value, label }) => (
          <li key={value}>{value === wish.standard ? `${label} (chosen unless they choose)` : label}</li>
        ))}
      </ul>
    </section>
  );
}

function Trial({ document, slug, asked }: { document: PolicyDocument; slug: string; asked: Awaited<SearchParams> }) {
  const typed = {
    text: single(asked.text) ?? "quietmoth",
    organisation: single(asked.organisation) ?? "",
    url: single(asked.url) ?? "",
    role: single(asked.role) ?? "finder",
  };
  const parsed = creditSchema.safeParse({
    text: typed.text,
    organisation: typed.organisation,
    url: typed.url,
    roles: [typed.role],
  });
  const problem = (field: string) =>
    parsed.success ? undefined : parsed.error.issues.find(({ path }) => path[0] === field)?.message;
  return (
    <section aria-labelledby="print" className="flex flex-col gap-4">
      <h2 id="print" className="text-lg font-semibold">
        How a line would print
      </h2>
      <form action={PATH} className="flex max-w-form flex-col gap-4">
        <input type="hidden" name="program" value={slug} />
        <TextInput name="text" label="Text to print" defaultValue={typed.text} error={problem("text")} />
        <TextInput
          name="organisation"
          label="Organisation"
          optional
          defaultValue={typed.organisation}
          error={problem("organisation")}
        />
        <TextInput name="url" label="Link" optional defaultValue={typed.url} error={problem("url")} />
        <Select
          name="role"
          label="Part"
          defaultValue={typed.role}
          options={CREDIT_ROLES.map((value) => ({ value, label: CREDIT_ROLE_LABELS[value] }))}
        />
        <div>
          <button type="submit" className={buttonClasses({ variant: "secondary" })}>
            Show the line
          </button>
        </div>
      </form>
      <CreditPreview
        id="preview"
        title="As it would print"
        credit={parsed.success ? parsed.data : null}
        only={rewardOf(document)?.creditIn ?? []}
      />
    </section>
  );
}
