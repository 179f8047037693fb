/** How a verdict looks. */

import type { CheckReport } from "../../../clients/typescript/src/index";
import type { IconName } from "../ui/Icon";

export const LOOKS: Record<CheckReport["verdict"], { kind: string; icon: IconName }> = {
  accepted: { kind: "ok", icon: "check" },
  "look-again": { kind: "warn", icon: "warn" },
  rejected: { kind: "bad", icon: "fail" },
};
