import { found } from "./finding";
import { promisesInProse } from "./promises";
import { clausesOfKind, commitmentsIn, firstWith, type Passage, passagesOf, sentencesOf } from "./prose";
import type { Finding, LintSubject } from "./types";

/** What CISA's Binding Operational Directive 20-01 asks a policy to have (items a) and not to have (items c). */

export function lintBod2001(subject: LintSubject): Finding[] {
  const passages = passagesOf(subject);
  return [
    ...scopeAndTests(subject, passages),
    ...reports(subject, passages),
    ...safeHarbour(subject),
    ...expectations(subject, passages),
    ...restrictions(passages),
    ...disclosure(subject, passages),
  ];
}

const NOT = /\b(?:do not|don't|never|must not|may not|not to|no|leave|avoid|refrain|without|nor)\b/i;
const PASS_ON = /\b(?:disclos\w*|shar\w+|reveal\w*|publish\w*|pass\w* on|transfer\w*|distribut\w*)\b/i;
const PERSONAL = /\b(?:data|information|records?|PII|PHI)\b/i;

function scopeAndTests(subject: LintSubject, passages: readonly Passage[]): Finding[] {
  const scopes = clausesOfKind(subject, "scope");
  const named = scopes.some((scope) => scope.mode === "open" || (scope.products ?? []).length > 0);
  const tests =
    clausesOfKind(subject, "exclusion").some((clause) => (clause.exclusions ?? []).length > 0) ||
    clausesOfKind(subject, "conduct").some((clause) => (clause.rules ?? []).length > 0);
  const findings: Finding[] = [];
  if (!named) {
    findings.push(
      found("bod-20-01-a-i", {
        clause: scopes[0]?.key ?? null,
        message: "The policy does not say which systems may be tested.",
        advice: "Add a scope clause: everything that belongs to you, or a list of products.",
      }),
    );
  }
  if (!tests) {
    findings.push(
      found("bod-20-01-a-ii-tests", {
        message: "The policy does not say which kinds of test are allowed and which are not.",
        advice: "List what is out of scope, or the rules that finders keep to.",
      }),
    );
  }
  if (!firstWith(passages, NOT, PASS_ON, PERSONAL)) {
    findings.push(
      found("bod-20-01-a-ii-personal-data", {
        message: "No rule was found against passing on personal data that a finder comes across.",
        advice: "Add a rule: whoever meets personal data tells nobody else what it says.",
      }),
    );
  }
  return findings;
}

const ASKS_FOR = /\b(?:details?|describ\w+|description|steps?|reproduc\w+|proof[- ]of[- ]concept|summary|include)\b/i;
const ANONYMOUS = /\banonym\w*|\bpseudonym\w*|\bwithout (?:giving |stating )?(?:your |a |any )?name\b/i;
const REFUSES_ANONYMOUS =
  /\b(?:do not|don't|cannot|never|will not|no)\b[^.]*\banonymous\b|\banonymous\b[^.]*\b(?:not|ignored|rejected|discarded)\b/i;

function reports(subject: LintSubject, passages: readonly Passage[]): Finding[] {
  const findings: Finding[] = [];
  const considered = clausesOfKind(subject, "contact").some(({ intake }) => (intake?.considerations ?? []).length > 0);
  if (!considered && !firstWith(passages, ASKS_FOR)) {
    findings.push(
      found("bod-20-01-a-iii-contents", {
        message: "No word was found on what a report should contain.",
        advice: "Say what helps you: where it is, how to reproduce it, what harm it could do.",
      }),
    );
  }
  if (!firstWith(passages, ANONYMOUS)) {
    findings.push(
      found("bod-20-01-a-iii-anonymous", {
        message: "No word was found that a report may be anonymous. This portal takes anonymous reports.",
        advice: "Say that nobody has to give a name.",
      }),
    );
  }
  return findings;
}

function safeHarbour(subject: LintSubject): Finding[] {
  const [clause] = clausesOfKind(subject, "safe_harbour");
  const promises = clause?.promises ?? [];
  if (!promises.includes("no_legal_action")) {
    return [
      found("bod-20-01-a-iv-legal-action", {
        clause: clause?.key ?? null,
        message: "The policy does not promise to take no legal action against research in good faith.",
        advice: "Add a safe harbour clause with that promise.",
      }),
    ];
  }
  if (promises.includes("authorised_conduct")) return [];
  return [
    found("bod-20-01-a-iv-authorised", {
      clause: clause?.key ?? null,
      message: "The safe harbour promises no legal action, and does not call research in good faith authorised.",
      advice: "Consider saying that conduct which is consistent with the policy is authorised.",
    }),
  ];
}

const KEEPS_INFORMED =
  /\btransparen\w*|\bkeep (?:you|the (?:reporter|finder|researcher)|reporters|finders|researchers) (?:informed|updated|up to date)\b|\b(?:status|progress|regular) updates?\b|\bupdates? (?:you|on progress)\b|\binform you (?:of|about|when|as)\b/i;

function expectations(subject: LintSubject, passages: readonly Passage[]): Finding[] {
  const findings: Finding[] = [];
  const answers = (about: string | null | undefined) => about === "acknowledge" || about === "first_response";
  const promised =
    commitmentsIn(subject).some(({ clock }) => answers(clock)) ||
    promisesInProse(subject).some(({ about }) => answers(about));
  if (!promised) {
    findings.push(
      found("bod-20-01-a-v-acknowledgement", {
        message: "The policy does not say when a reporter can expect an acknowledgement.",
        advice: "Add a commitment for the acknowledgement or the first response.",
      }),
    );
  }
  if (!firstWith(passages, KEEPS_INFORMED)) {
    findings.push(
      found("bod-20-01-a-v-transparency", {
        message: "No pledge was found to keep the reporter informed while the vulnerability is being fixed.",
        advice: "Say how the reporter learns of the progress.",
      }),
    );
  }
  return findings;
}

const DEMANDS_DETAILS =
  /\b(?:must|required to|have to|need to)\b[^.]{0,40}\b(?:identify yourself|your (?:(?:real|full|legal) )?(?:name|identity|phone number|home address))/i;
const ONLY_SOME =
  /\b(?:only|solely|limited to|restricted to|must be)\b[^.;]{0,60}\b(?:vetted|invited|pre-?approved|citizens?|nationals?|u\.?s\.? persons?)\b|\b(?:vetted|invited|pre-?approved|citizens?|nationals?|u\.?s\.? persons?)\b[^.;]{0,60}\bonly\b/i;
const EQUITIES = /\bvulnerabilit(?:y|ies) equities\b/i;

function restrictions(passages: readonly Passage[]): Finding[] {
  const demands = firstWith(passages, DEMANDS_DETAILS) ?? firstWith(passages, REFUSES_ANONYMOUS);
  const some = firstWith(passages, ONLY_SOME);
  const equities = firstWith(passages, EQUITIES);
  return [
    ...(demands
      ? [
          found("bod-20-01-c-i", {
            clause: demands.clause,
            message: "The text makes a reporter give a name or other personal details.",
            advice: "Ask for them, and take the report without them.",
          }),
        ]
      : []),
    ...(some
      ? [
          found("bod-20-01-c-ii", {
            clause: some.clause,
            message: "The text lets only certain people test, by vetting or nationality.",
            advice: "Let anybody test who keeps to the rules.",
          }),
        ]
      : []),
    ...(equities
      ? [
          found("bod-20-01-c-iv", {
            clause: equities.clause,
            message: "The text mentions the Vulnerabilities Equities Process.",
            advice: "Say that no report is submitted to it, or take it out.",
          }),
        ]
      : []),
  ];
}

const FORBIDS_DISCLOSURE =
  /\b(?:do not|don't|never|must not|may not|shall not|not to|refrain from|without|unless|until)\b/i;
const DISCLOSES_IT =
  /\b(?:disclos\w*|publish\w*|publici[sz]\w*)\s+(?:(?!data\b)\w+\s+){0,5}?(?:vulnerabilit\w+|issues?|findings?|bugs?|flaws?|reports?|publicly|openly)\b|\b(?:publicly|openly|public|open)\s+disclos\w*|\bgo public\b/i;

/** One finding for the policy: the disclosure clause answers for every sentence about it. */
function disclosure(subject: LintSubject, passages: readonly Passage[]): Finding[] {
  const clauses = clausesOfKind(subject, "disclosure");
  if (clauses.some((clause) => clause.limitDays)) return [];
  const closed = clauses.find(({ rule }) => rule === "consent_required" || rule === "organisation_publishes");
  const ruling = new Set([...clauses, ...clausesOfKind(subject, "conduct")].map(({ key }) => key ?? null));
  const forbids = passages.find(
    ({ clause, text }) =>
      ruling.has(clause) &&
      sentencesOf(text).some((sentence) => FORBIDS_DISCLOSURE.test(sentence) && DISCLOSES_IT.test(sentence)),
  );
  if (!closed && !forbids) return [];
  return [
    found("bod-20-01-c-iii", {
      clause: closed ? (closed.key ?? null) : (forbids?.clause ?? null),
      message: "A finder may not disclose the vulnerability, and no time limit ends that.",
      advice: "Name the days after which a finder may publish, or give the reason for having no limit.",
    }),
  ];
}
