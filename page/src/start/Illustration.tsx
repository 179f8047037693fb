/** A portrait in its frame, with the lines of head and shoulders. */

export function Illustration() {
  return (
    <svg class="illustration" viewBox="0 0 200 200" aria-hidden="true" focusable="false">
      <rect class="ill-card" x="38" y="14" width="124" height="160" rx="10" />
      <path class="ill-body" d="M50 174c2-32 22-44 50-44s48 12 50 44z" />
      <path class="ill-neck" d="M88 112h24v20c-4 6-20 6-24 0z" />
      <ellipse class="ill-face" cx="100" cy="86" rx="27" ry="35" />
      <path class="ill-hair" d="M72 86c-4-34 12-44 28-44s32 10 28 44c-3-16-8-24-14-26-10 5-26 5-32 2-5 5-8 12-10 24z" />
      <path class="ill-line" d="M30 44h140M30 86h140M30 121h140" />
      <path class="ill-corner" d="M30 30V18a10 10 0 0 1 10-10h12M148 8h12a10 10 0 0 1 10 10v12M170 158v12a10 10 0 0 1-10 10h-12M52 180H40a10 10 0 0 1-10-10v-12" />
    </svg>
  );
}
