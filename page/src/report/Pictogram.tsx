/** A small picture of what a check is about, for those that are easier shown than said. */

const HEAD = "M24 9c-5.500 0-8.500 4.200-8.500 10S19 31 24 31s8.500-6.200 8.500-12S29.500 9 24 9z";
const BODY = "M7 45c1-8 7-11.500 17-11.500S40 37 41 45";
const EYES = "M19.500 19h2M26.500 19h2";
const MOUTH = "M21.500 25.500h5";

// What is drawn besides, in the colour of the accent; `tilt` turns the head.
const SIGNS: Record<string, { sign: string; face?: string; tilt?: number }> = {
  yaw: { sign: "M8 20c-3-5 1-11 6-12M14 8l-4-1M14 8l-2 4", face: "M17.500 19h1.500M23 19h2M19 25.500h4" },
  pitch: { sign: "M41 27V13M41 13l-3 3.500M41 13l3 3.500" },
  roll: { sign: "M36 6c4 1 7 5 7 9M43 15l-3-2.500M43 15l2-3", tilt: 14 },
  gaze: { sign: "M38 19h7M38 19l2.500-2.500M38 19l2.500 2.500" },
  "eyes-open": { sign: "M17.500 19c1.500-2.500 4-2.500 5 0M25.500 19c1-2.500 3.500-2.500 5 0M20 19v.01M28 19v.01", face: MOUTH },
  "eyes-visible": { sign: "M16.500 17.500h6v3.500h-5.500zM25.500 17.500h6l-.5 3.500h-5.500zM22.500 18.500h3", face: MOUTH },
  "mouth-closed": { sign: "M20.500 25.500h7", face: EYES },
  expression: { sign: "M20.500 25.500h7", face: EYES },
  "face-occluded": { sign: "M14 24h20M15 28h18", face: EYES },
  glasses: { sign: "M16.500 17h6v4h-6zM25.500 17h6v4h-6zM22.500 18.500h3", face: MOUTH },
  "red-eye": { sign: "M18.500 19h4M25.500 19h4M36 6l-3 5h4l-3 5", face: MOUTH },
  "shoulders-level": { sign: "M7 33h34M7 33l3-2.500M7 33l3 2.500M41 33l-3-2.500M41 33l-3 2.500" },
  "light-evenness": { sign: "M24 9c-5.500 0-8.500 4.200-8.500 10S19 31 24 31zM5 12l4 2M4 20h5M6 28l4-2" },
  underexposure: { sign: "M39 6v3M45 12h-3M43 8l-2 2M39 9a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7z" },
  overexposure: { sign: "M39 6v3M45 12h-3M43 8l-2 2M39 9a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM35 18l8-12" },
  "background-uniform": { sign: "M5 6h38v28M5 6v28M5 15h9M34 15h9M5 25h9M34 25h9M12 6v9M36 6v9" },
  "background-shadow": { sign: "M35 12c4 3 5 15 0 21M38 14c3 4 3 12 0 17M41 17c1 3 1 7 0 11" },
  "background-colour": { sign: "M5 6h38v28M5 6v28" },
  "shoulders-complete": { sign: "M2 38h6M2 38l3-3M2 38l3 3M46 38h-6M46 38l-3-3M46 38l-3 3" },
  "body-complete": { sign: "M24 38v8M24 46l-3-3M24 46l3-3" },
  "head-complete": { sign: "M24 7V1M24 1l-3 3M24 1l3 3" },
  "frame-covered": { sign: "M4 14V5h9M35 5h9v9M44 34v9M4 34v9" },
  resolution: { sign: "M4 4l7 7M11 5v6H5M44 4l-7 7M37 5v6h6" },
  "head-height": { sign: "M40 9v22M37 9h6M37 31h6" },
  "top-margin": { sign: "M40 2v7M37 2h6M37 9h6" },
  sharpness: { sign: "M40 12c3 4 3 10 0 14M8 12c-3 4-3 10 0 14M44 10c3 5 3 13 0 18M4 10c-3 5-3 13 0 18" },
};

export function Pictogram({ id }: { id: string }) {
  const { sign, face = `${EYES}${MOUTH}`, tilt = 0 } = SIGNS[id] ?? { sign: "" };
  return (
    <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <path d={BODY} />
      <g transform={tilt ? `rotate(${tilt} 24 30)` : undefined}><path d={HEAD} /><path d={face} /></g>
      <path class="sign" d={sign} />
    </svg>
  );
}
