/** Ways to look at the photo. */

import { words } from "../language";
import { photo, view, type View } from "../state";
import { Icon, type IconName } from "../ui/Icon";

const VIEWS: [View, IconName][] = [
  ["finished", "finished"], ["compare", "compare"], ["guides", "ruler"], ["edges", "loupe"], ["adjust", "move"],
];

export function Views() {
  const { views } = words();
  const shown = VIEWS.filter(([name]) => photo.value?.url || !["compare", "adjust"].includes(name));
  return (
    <div class="views" role="group" aria-label={views.label}>
      {shown.map(([name, icon]) =>
        <button key={name} type="button" aria-pressed={view.value === name} onClick={() => show(name)}>
          <Icon name={icon} />{views[name]}
        </button>)}
    </div>
  );
}

/** Show a view, from its upper edge where that was scrolled out of sight. */
function show(name: View): void {
  view.value = name;
  requestAnimationFrame(() => {
    const stage = document.querySelector(".stage");
    if (stage && stage.getBoundingClientRect().top < 0) stage.scrollIntoView();
  });
}
