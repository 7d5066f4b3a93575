export type InquiryState = "open" | "answered" | "closed";

export type InquiryMessage = { side: "asker" | "staff"; text: string; sentAt: string };

type Inquiry = {
  subject: string;
  state: InquiryState;
  zone: string;
  programSlug: string;
  programName: string;
  messages: InquiryMessage[];
};

/** For whoever asked. */
export type OwnInquiry = Inquiry & { byAccount: boolean };

/** For the desk: never the address of the one who asked, which only the mail needs. */
export type StaffInquiry = Inquiry & { publicId: string; version: number; byAccount: boolean };

export type InquiryRow = {
  publicId: string;
  subject: string;
  state: InquiryState;
  changedAt: string;
  createdAt: string;
};
