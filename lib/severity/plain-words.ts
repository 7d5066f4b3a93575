import type { CvssVersion } from "./vector";

type Words = {
  label: string;
  /** What the metric asks, in one plain line. */
  asks: string;
  /** By value: its name and what it means. */
  values: Readonly<Record<string, readonly [name: string, means: string]>>;
};

const REACH: Words = {
  label: "Attack vector",
  asks: "From where can it be done?",
  values: {
    N: ["Network", "from anywhere, over the internet"],
    A: ["Adjacent", "from the same network, or over Bluetooth or Wi-Fi"],
    L: ["Local", "with access to the system, or by a file that somebody opens"],
    P: ["Physical", "with the device in hand"],
  },
};

const RIGHTS: Words = {
  label: "Privileges required",
  asks: "What rights does one need before?",
  values: {
    N: ["None", "no account at all"],
    L: ["Low", "an ordinary account"],
    H: ["High", "the rights of an administrator"],
  },
};

const loss = (label: string, asks: string, all: string, some: string, none: string): Words => ({
  label,
  asks,
  values: { H: ["High", all], L: ["Low", some], N: ["None", none] },
});

const READ = ["everything, or what matters most", "some of it, without a choice of which", "nothing"] as const;
const CHANGED = ["anything, or what matters most", "some of it, with little harm", "nothing"] as const;
const STOPPED = ["it can be stopped altogether", "it becomes slow or fails at times", "it goes on"] as const;

/** The base metrics in plain words of our own; what each means exactly stands in FIRST's specifications. */
export const METRIC_WORDS: Record<CvssVersion, Readonly<Record<string, Words>>> = {
  "4.0": {
    AV: REACH,
    AC: {
      label: "Attack complexity",
      asks: "Must a protection be got round first?",
      values: {
        L: ["Low", "no, it works again and again"],
        H: ["High", "yes, such as address randomisation or a secret of this target"],
      },
    },
    AT: {
      label: "Attack requirements",
      asks: "Must the target be in a certain state?",
      values: {
        N: ["None", "no, it works on most"],
        P: ["Present", "yes, such as a race, a setting or a place on the network path"],
      },
    },
    PR: RIGHTS,
    UI: {
      label: "User interaction",
      asks: "Must somebody else do something?",
      values: {
        N: ["None", "nobody"],
        P: ["Passive", "somebody uses the system as usual, unawares"],
        A: ["Active", "somebody must click, accept or import something"],
      },
    },
    VC: loss("Confidentiality of the system", "What can be read in the vulnerable system?", ...READ),
    VI: loss("Integrity of the system", "What can be changed in the vulnerable system?", ...CHANGED),
    VA: loss("Availability of the system", "Can the vulnerable system be stopped?", ...STOPPED),
    SC: loss("Confidentiality beyond it", "What can be read in other systems through it?", ...READ),
    SI: loss("Integrity beyond it", "What can be changed in other systems through it?", ...CHANGED),
    SA: loss("Availability beyond it", "Can other systems be stopped through it?", ...STOPPED),
  },
  "3.1": {
    AV: REACH,
    AC: {
      label: "Attack complexity",
      asks: "Does it need conditions that the attacker does not control?",
      values: {
        L: ["Low", "no, it works again and again"],
        H: ["High", "yes, such as a race or knowledge of this target"],
      },
    },
    PR: RIGHTS,
    UI: {
      label: "User interaction",
      asks: "Must somebody else do something?",
      values: { N: ["None", "nobody"], R: ["Required", "somebody must click, open or install something"] },
    },
    S: {
      label: "Scope",
      asks: "Does it reach beyond the part that is vulnerable?",
      values: {
        U: ["Unchanged", "only what that part is responsible for"],
        C: ["Changed", "other parts too, such as the browser of a visitor"],
      },
    },
    C: loss("Confidentiality", "What can be read?", ...READ),
    I: loss("Integrity", "What can be changed?", ...CHANGED),
    A: loss("Availability", "Can it be stopped?", ...STOPPED),
  },
};
