import type { Metadata } from "next";
import { AccountNav } from "@/components/accounts/account-nav";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Button } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextInput } from "@/components/ui/text-input";
import { answerTitle } from "@/lib/request/answer-title";
import { signedInContext } from "@/lib/request/signed-in";
import { deleteAccountAction } from "./actions";
import { DELETE_SCOPE } from "./scope";

// The page says its title after its form, so that one that was refused says "Error: …" first.
export const metadata: Metadata = { title: { absolute: "" } };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const TITLE = "Your data – Safe Harbour";
const REFUSED: Record<string, string> = {
  password: "This is not the password of your account",
  often: "Too many tries. Wait a quarter of an hour, then try again",
};

/** A copy of everything, and the end of the account, each for whoever knows its password. */
export default async function AccountDataPage({ searchParams }: Props) {
  const { refused } = await searchParams;
  const ctx = await signedInContext("/account/data");
  const error = typeof refused === "string" ? REFUSED[refused] : undefined;
  return (
    <div className="flex max-w-form flex-col gap-10">
      <AccountNav here="/account/data" />
      <PageHeading>Your data</PageHeading>
      <section id="copy" aria-labelledby="copy-title" className="flex scroll-mt-4 flex-col gap-4">
        <h2 id="copy-title" className="text-xl font-semibold">
          Take a copy
        </h2>
        <p className="max-w-measure">
          One file with an index, your account, your drafts, and each report as you sent it: answers, messages as they
          were written, what you added, your own reference, and a list of its files with their SHA-256. To read it, take
          Markdown; JSON is for machines, and holds your signed receipts. The files themselves are on the pages of your
          reports. Nothing of the team’s internal notes is in it.
        </p>
        <form method="post" action="/account/data/everything.json" className="flex flex-col gap-4">
          <TextInput
            name="password"
            label="Your password"
            type="password"
            autoComplete="current-password"
            error={error}
          />
          <div className="flex flex-wrap gap-3">
            <Button type="submit">Download everything (JSON)</Button>
            <Button type="submit" variant="secondary" formAction="/account/data/everything.md">
              Download it to read (Markdown)
            </Button>
          </div>
        </form>
      </section>
      <section id="delete" aria-labelledby="delete-title" className="flex scroll-mt-4 flex-col gap-4">
        <h2 id="delete-title" className="text-xl font-semibold">
          Delete your account
        </h2>
        {ctx.actor.kind === "staff" ? (
          <p className="max-w-measure">
            You work for a program. Ask its administrator to end your roles; then you can delete your account here.
          </p>
        ) : (
          <>
            <div className="flex max-w-measure flex-col gap-3">
              <p>
                <strong>Gone at once, on every device:</strong> your address, name, password and second factor, your PGP
                key, unsent drafts and their files, what you chose for mails, your inbox, and your own references. On
                your reports, the answers with your name, address, group and key are withheld for good.
              </p>
              <p>
                <strong>What stays, and why:</strong> the reports, their messages and files stay with the organisation,
                because people may still be at risk and what was decided must stay provable. They stand there without
                your name; words that you wrote into a text yourself stay in it. Your receipts go on verifying: what was
                withheld keeps its place in them as a hash. A credit line that you agreed to stays; one that you did not
                agree to is dropped. Change it first if you want otherwise.
              </p>
              <p>
                This cannot be called off, and you will no longer see your reports here. Take a copy first. You can open
                a new account with the same address at any time; it will not have these reports.
              </p>
            </div>
            <ActionForm action={deleteAccountAction} titleIfWrong={TITLE} className="flex flex-col gap-4">
              <TextField
                name={fieldName(DELETE_SCOPE, "password")}
                label="Your password, to delete the account"
                type="password"
                autoComplete="current-password"
              />
              <CheckboxField name={fieldName(DELETE_SCOPE, "sure")} label="I know that this cannot be called off" />
              <div>
                <SubmitButton variant="danger" pendingText="Deleting…">
                  Delete my account
                </SubmitButton>
              </div>
            </ActionForm>
          </>
        )}
      </section>
      <title>{await answerTitle(TITLE)}</title>
    </div>
  );
}
