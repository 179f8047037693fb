/** What to do about a check at the next try, as the service says it. */

import { localised } from "../language";
import type { Check } from "../service/report";

type Text = { en: string; zh: string };

/** Empty where there is nothing to do but what the message says already. */
export function advice(check: Check): string {
  const { advice: told } = check as Check & { advice?: Text | null };
  return told ? localised(told) : "";
}
