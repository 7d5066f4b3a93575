import { CreditPanel } from "@/components/credit/credit-panel";
import { RenewedWith } from "@/components/forms/renewed-with";
import { Checklist } from "@/components/handling/checklist";
import { HandlingPanel } from "@/components/handling/handling-panel";
import { SeenBy, Watchers } from "@/components/handling/people";
import { AdjustClocks } from "@/components/reports/adjust-clocks";
import { Assignee } from "@/components/reports/assignee";
import { Readers } from "@/components/reports/readers";
import { ReportSide } from "@/components/reports/report-side";
import type { HandlingView } from "@/lib/handling/types";
import type { StaffReport } from "@/lib/reports/types";
import { nameBeside, removeBeside } from "../../../(public)/credits/naming";
import { assign, changeClock, nameReaders, saveCredit } from "./actions";
import { dropLink, handle, stopWatching } from "./handling/actions";

/** The panel beside the report, its forms bound to what they change. */
export function Side({
  report,
  handling,
  was,
  here,
  title,
}: {
  report: StaffReport;
  handling: HandlingView;
  /** Whom it was assigned to before, just after that was changed; empty for nobody. */
  was: string | undefined;
  here: string;
  title: string;
}) {
  return (
    <ReportSide
      report={report}
      watchers={
        <RenewedWith mark={handling.watchers.map(({ handle }) => handle).join()}>
          <Watchers
            handling={handling}
            watch={handle.bind(null, report.reference, "watch")}
            unwatchFor={(who) => stopWatching.bind(null, report.reference, who)}
            reloadHref={here}
          />
        </RenewedWith>
      }
      seenBy={handling.seenBy ? <SeenBy seenBy={handling.seenBy} zone={report.zone} /> : null}
      handling={
        <HandlingPanel
          report={report}
          handling={handling}
          actionFor={(scope) => handle.bind(null, report.reference, scope)}
          removeLink={(id) => dropLink.bind(null, report.reference, id)}
          reloadHref={here}
          title={title}
        />
      }
      checklist={<Checklist items={handling.checklist} />}
      assignee={
        <RenewedWith mark={`${report.version}-${report.assignee?.handle}`}>
          <Assignee report={report} action={assign.bind(null, report.reference)} reloadHref={here} was={was} />
        </RenewedWith>
      }
      readers={
        <RenewedWith mark={report.version}>
          <Readers report={report} action={nameReaders.bind(null, report.reference)} reloadHref={here} />
        </RenewedWith>
      }
      adjust={
        <RenewedWith mark={report.version}>
          <AdjustClocks
            adjustable={report.adjustable}
            version={report.version}
            actionFor={(clock, adjustment) => changeClock.bind(null, report.reference, clock, adjustment)}
            reloadHref={here}
            title={title}
          />
        </RenewedWith>
      }
      credit={
        <CreditPanel
          credits={report.credits}
          zone={report.zone}
          notice={report.creditNotice}
          maySettle={report.maySettleCredit}
          actionFor={(creditId, scope) => saveCredit.bind(null, report.reference, creditId, scope)}
          name={nameBeside.bind(null, "staff/reports", report.reference)}
          removeFor={(handle, version) => removeBeside.bind(null, "staff/reports", report.reference, handle, version)}
          reloadHref={here}
        />
      }
    />
  );
}
