import type { Metadata } from "next";
import { CheckboxesField, RadioField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { SendAsGuest } from "@/components/guests/send-as-guest";
import { PageHeading } from "@/components/ui/page-heading";
import { accountOf } from "@/lib/auth/policy";
import { listPrograms } from "@/lib/programs/queries";
import { requestContext } from "@/lib/request/context";
import { newToken } from "@/lib/vault/lookup";
import { sendUrgently } from "./actions";

// The form carries the title, so that errors reach it without scripts.
export const metadata: Metadata = { title: { absolute: "" } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The stop-and-report lane: one page, no account, no scripts, no limit. */
export default async function UrgentPage({ searchParams }: Props) {
  const { program } = await searchParams;
  const ctx = await requestContext();
  const programs = (await listPrograms(ctx)).flatMap(({ slug, policy }) =>
    policy ? [{ value: slug, label: policy.organisation.tradeName }] : [],
  );
  const [only] = programs;
  const single = programs.length === 1 && only ? only : null;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-8">
      <SendAsGuest
        action={sendUrgently}
        title="Stop and report – Safe Harbour"
        sentTitle="Your urgent notice was received"
        hidden={{ key: newToken(), ...(single ? { program: single.value } : {}) }}
      >
        <PageHeading lead="Don’t copy, share or change the data you saw, and don’t look for more of it. A privacy officer is woken now and has four hours to read this, at any time of day.">
          Stop testing here, and tell us
        </PageHeading>
        {single ? (
          <p>
            To <strong className="font-semibold">{single.label}</strong>
          </p>
        ) : (
          <RadioField
            name="program"
            label="Whose system is it?"
            options={programs}
            defaultValue={typeof program === "string" ? program : undefined}
          />
        )}
        <TextAreaField
          name="what"
          label="What did you see, and where?"
          hint="A product or an address is enough; never put the data itself here"
          rows={4}
        />
        <CheckboxesField
          name="kinds[]"
          label="What kind of data?"
          optional
          options={[
            { value: "personal", label: "Personal" },
            { value: "health", label: "Health" },
            { value: "financial", label: "Financial" },
            { value: "credentials", label: "Logins, passwords or keys" },
            { value: "other", label: "Something else" },
          ]}
        />
        <RadioField
          name="ongoing"
          label="Can others see it right now?"
          optional
          options={[
            { value: "yes", label: "Yes" },
            { value: "no", label: "No" },
            { value: "not_sure", label: "Not sure" },
          ]}
          defaultValue="not_sure"
        />
        {accountOf(ctx.actor) === null ? (
          <TextField
            name="email"
            label="E-mail address"
            type="email"
            optional
            hint="We mail a reference and a link, never the details"
            autoComplete="email"
            spellCheck={false}
          />
        ) : null}
        <div className="flex flex-col gap-3">
          <div>
            <SubmitButton pendingText="Sending…">Send the urgent notice</SubmitButton>
          </div>
          <p className="text-sm text-ink-soft">
            Only privacy officers can open it; you see each time one does. No account is needed, and the full report can
            follow under the same reference.
          </p>
        </div>
      </SendAsGuest>
    </div>
  );
}
