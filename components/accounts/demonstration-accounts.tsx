import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { DemonstrationAccount } from "@/lib/accounts/types";

const roleWords = (roles: readonly string[]) =>
  roles.length === 0 ? "Researcher" : roles.map((role) => role.replaceAll("_", " ")).join(", ");

/** The buttons of the demonstration, one group a program. */
export function DemonstrationAccounts({
  accounts,
  action,
  next,
}: {
  accounts: readonly DemonstrationAccount[];
  action: FormAction<undefined>;
  next: string;
}) {
  const groups = [...new Set(accounts.map(({ program }) => program))];
  return (
    <section aria-labelledby="demonstration-title" className="flex flex-col gap-6 border-t border-line pt-8">
      <div className="flex flex-col gap-2">
        <h2 id="demonstration-title" className="text-xl font-semibold">
          Accounts of this demonstration
        </h2>
        <p className="max-w-measure text-ink-soft">
          Each button signs you in at once, its second factor counted as given. No mail leaves this machine.
        </p>
      </div>
      {groups.map((group) => (
        <ActionForm key={group ?? ""} action={action} hidden={{ next }} className="flex flex-col gap-3">
          <h3 className="font-semibold">{group ?? "Researchers"}</h3>
          <ul className="flex flex-col">
            {accounts
              .filter(({ program }) => program === group)
              .map((account) => (
                <li
                  key={account.email}
                  className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-2"
                >
                  <span className="min-w-0">
                    <span className="block font-semibold first-letter:uppercase">{roleWords(account.roles)}</span>
                    <span className="block break-all text-ink-soft">{account.email}</span>
                  </span>
                  <SubmitButton variant="secondary" size="compact" name="email" value={account.email}>
                    Sign in<span className="sr-only"> as {account.email}</span>
                  </SubmitButton>
                </li>
              ))}
          </ul>
        </ActionForm>
      ))}
    </section>
  );
}
