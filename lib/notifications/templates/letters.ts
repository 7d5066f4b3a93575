import {
  addressAlreadyKnown,
  invitation,
  passwordChanged,
  resetPassword,
  secondFactorAdded,
  verifyEmail,
} from "./account-letters";
import type { MailParams, MailTemplate } from "./catalogue";
import { inquiryNews, inquiryStaffNews } from "./inquiry-letters";
import { keyChanged, keyFailed, keyTest, programKeyEnding } from "./key-letters";
import { type Letter, paragraph } from "./letter";
import { readingUnusual, webhookPaused } from "./operation-letters";
import { policyChanged, policyNews } from "./policy-letters";
import {
  clockNews,
  creditAsked,
  digest,
  draftEnding,
  draftLink,
  onCallEnded,
  onCallTest,
  reportNews,
  reportReceived,
  staffNews,
} from "./report-letters";

const LETTERS: { [T in MailTemplate]: (params: MailParams[T], origin: string) => Letter } = {
  verify_email: verifyEmail,
  address_already_known: addressAlreadyKnown,
  reset_password: resetPassword,
  password_changed: passwordChanged,
  second_factor_added: secondFactorAdded,
  invitation,
  key_changed: keyChanged,
  key_test: keyTest,
  key_failed: keyFailed,
  program_key_ending: programKeyEnding,
  webhook_paused: webhookPaused,
  report_received: reportReceived,
  draft_ending: draftEnding,
  draft_link: draftLink,
  report_news: reportNews,
  credit_asked: creditAsked,
  staff_news: staffNews,
  reading_unusual: readingUnusual,
  inquiry_news: inquiryNews,
  inquiry_staff_news: inquiryStaffNews,
  on_call_test: onCallTest,
  on_call_ended: onCallEnded,
  clock_news: clockNews,
  digest,
  policy_news: policyNews,
  policy_changed: policyChanged,
};

export const isMailTemplate = (name: string): name is MailTemplate => Object.hasOwn(LETTERS, name);

/** The words of a mail. Links start with the portal's configured origin, never with a request's host. */
export function letterOf<T extends MailTemplate>(template: T, params: MailParams[T], origin: string): Letter {
  const letter = LETTERS[template](params, origin);
  return { ...letter, blocks: [...letter.blocks, paragraph(`This mail was sent by the portal at ${origin}.`)] };
}
