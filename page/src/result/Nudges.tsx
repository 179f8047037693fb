/** The same changes by buttons: one at a time, and by how much it is so far. */

import { words } from "../language";
import type { Adjustment } from "../service/report";
import { Icon, type IconName } from "../ui/Icon";
import type { Gesture } from "./move";

interface NudgesProps {
  by: Adjustment;
  turns: boolean;
  change(gesture: Gesture): void;
}

export function Nudges({ by, turns, change }: NudgesProps) {
  const { adjust } = words();
  const step = (icon: IconName, label: string, gesture: Gesture) =>
    <button type="button" class="round" aria-label={label} onClick={() => change(gesture)}><Icon name={icon} /></button>;
  return (
    <div class="nudges">
      <div role="group" aria-label={adjust.size}>
        {step("minus", adjust.smaller, { scale: 1 / 1.02 })}
        <output>{`${Math.round(by.scale * 100)}%`}</output>
        {step("plus", adjust.larger, { scale: 1.02 })}
      </div>
      <div role="group" aria-label={adjust.place} class="cross">
        {step("back", adjust.left, { x: -0.5 })}
        {step("up", adjust.up, { y: -0.5 })}
        {step("down", adjust.down, { y: 0.5 })}
        {step("next", adjust.right, { x: 0.5 })}
      </div>
      {turns && <div role="group" aria-label={adjust.tilt}>
        {step("turnLeft", adjust.turnLeft, { roll: -0.5 })}
        <output>{`${by.roll_deg.toFixed(1)}°`}</output>
        {step("turnRight", adjust.turnRight, { roll: 0.5 })}
      </div>}
    </div>
  );
}
