import { asksOnePerReport, rewardOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";

/** What to know before the first question: why, what is needed, how long, and what the policy promises in return. */
export function StartFacts({ document, promises }: { document: PolicyDocument; promises: readonly string[] }) {
  const reward = rewardOf(document);
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="why">
        <h2 id="why" className="text-xl font-semibold">
          Why we ask
        </h2>
        <p className="mt-2">
          Each question saves one round of letters: the answers let a person check the vulnerability without asking you
          again. Only a few are required, and “not sure” is always an answer.
        </p>
      </section>
      <section aria-labelledby="at-hand">
        <h2 id="at-hand" className="text-xl font-semibold">
          What you need at hand
        </h2>
        <ul className="mt-2 flex list-disc flex-col gap-1 ps-6">
          <li>which product it is in, and its version if you know it</li>
          <li>what the flaw is, and how to make it happen</li>
          <li>what somebody could do with it</li>
        </ul>
        <p className="mt-2">Never anybody’s personal or health data: leave it out, or blur it.</p>
        {asksOnePerReport(document) ? (
          <p className="mt-2">
            <strong className="font-semibold">One vulnerability per report.</strong> If you found several, send one
            report for each.
          </p>
        ) : null}
      </section>
      <section aria-labelledby="time">
        <h2 id="time" className="text-xl font-semibold">
          How long it takes
        </h2>
        <p className="mt-2">
          About 10 to 15 minutes, in nine short steps. You can save at any step and come back later; until you send it,
          only you can see it.
        </p>
      </section>
      <section aria-labelledby="promises" className="rounded-lg border border-line bg-surface p-5">
        <h2 id="promises" className="text-xl font-semibold">
          What happens with a report sent now
        </h2>
        {promises.length > 0 ? (
          <ul className="mt-2 flex flex-col gap-1">
            {promises.map((promise) => (
              <li key={promise}>{promise}</li>
            ))}
          </ul>
        ) : (
          <p className="mt-2">This policy publishes no response times.</p>
        )}
        {reward ? <p className="mt-3 text-ink-soft">{reward.summary}</p> : null}
      </section>
    </div>
  );
}
