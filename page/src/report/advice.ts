/** What to do about a check at the next try, as the service says it. */

import { localised } from "../language";
import type { Check } from "../service/report";

/** Empty where there is nothing to do but what the message says already. */
export const advice = ({ advice: told }: Check): string => told ? localised(told) : "";
