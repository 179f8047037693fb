/** What to do about a check at the next try, as the service says it. */

import { localised } from "../language";
import type { Check } from "../service/report";

/** Empty where there is nothing to do but what the message says already. */
export const advice = ({ advice: told }: Check): string => told ? localised(told) : "";

/** The same, but empty where one of the checks `before` has said it already. */
export const adviceAfter = (check: Check, before: readonly Check[]): string =>
  before.some(other => advice(other) === advice(check)) ? "" : advice(check);
