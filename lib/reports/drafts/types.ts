import type { PolicyDocument } from "../../policy/schema";
import type { Calendar } from "../../sla/types";
import type { Answers, Step } from "../form/answers";
import type { Protection } from "../protection";

/** A draft as its owner sees it. Instants are ISO 8601 UTC. */
export type DraftView = {
  publicId: string;
  rev: number;
  savedAt: string;
  answers: Answers;
  /** The steps on which Continue was pressed. */
  confirmed: ReadonlySet<Step>;
  /** With anything but https, steps 4 to 6 are one encrypted answer, and nothing of them may be sent as typed. */
  protection: Protection;
  /** The reference of the report it became; null while it is a draft. */
  sentAs: string | null;
  /** The policy in force now: the form is asked under it. */
  policy: { version: string; document: PolicyDocument; calendar: Calendar };
  /** The version that was in force when the draft was begun. */
  firstPolicy: { version: string; document: PolicyDocument };
  programSlug: string;
  programName: string;
  /** Begun without an account. */
  guest: boolean;
  /** Where such a draft's links and warnings are mailed; null without an address. */
  resume: string | null;
  /** The portal's instant of reading. */
  now: string;
};

/** A draft in a list. */
export type DraftCard = {
  publicId: string;
  programSlug: string;
  programName: string;
  /** Null until a title was typed. */
  title: string | null;
  /** Where to go on. */
  next: Step | "check";
  savedAt: string;
  /** The policy in force, when another one was when the draft was begun, and it was not agreed to yet. */
  policyChangedTo: string | null;
  /** When it is deleted unless it is saved again. */
  keptUntil: string;
  zone: string;
  guest: boolean;
  /** Where a guest is mailed links to it and warned of its end; null with an account, and without an address. */
  resume: string | null;
};
