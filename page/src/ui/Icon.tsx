/** The page's signs: strokes on a grid of 24, in the colour of the text beside them. */

const PATHS = {
  camera: "M4 8h3l2-3h6l2 3h3v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5v.01",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  up: "M6 15l6-6 6 6",
  turnLeft: "M5 9h8.500a5.500 5.500 0 1 1-4 9.300M5 9l4-4M5 9l4 4",
  turnRight: "M19 9h-8.500a5.500 5.500 0 1 0 4 9.300M19 9l-4-4M19 9l-4 4",
  flip: "M4 9a8 8 0 0 1 14-3M18 2.500V6h-3.500M20 15a8 8 0 0 1-14 3M6 21.500V18h3.500",
  next: "M9 5l7 7-7 7",
  down: "M6 9l6 6 6-6",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
  check: "M5 12.5l4.5 4.5L19 7.5",
  warn: "M12 4L3 20h18zM12 10v5M12 17.5v.01",
  fail: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 9l6 6M15 9l-6 6",
  save: "M12 4v11M7 10.5l5 5 5-5M4.5 20h15",
  share: "M12 15V4M8 7.5L12 3.5l4 4M7 11H5v9.5h14V11h-2",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
  file: "M6 3.5h8l4 4v13H6zM14 3.5v4h4",
  compare: "M12 3.5v17M4 6h5v12H4M15 6h5v12h-5",
  ruler: "M4 4h6v16H4zM4 8h3M4 12h3M4 16h3M14 6h6M14 12h6M14 18h6",
  loupe: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20M10.5 8v5M8 10.5h5",
  move: "M12 3v18M3 12h18M12 3l-2.5 2.5M12 3l2.5 2.5M12 21l-2.5-2.5M12 21l2.5-2.5M3 12l2.5-2.5M3 12l2.5 2.5M21 12l-2.5-2.5M21 12l-2.5 2.5",
  finished: "M5 3.5h14v17H5zM12 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM7.5 20c.5-3.5 2-5 4.5-5s4 1.5 4.5 5",
  several: "M8 3.5h12v14H8zM16 20.5H4v-14",
  undo: "M5 9h9a5 5 0 0 1 0 10H8M5 9l4-4M5 9l4 4",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  lock: "M6 10.5h12V20H6zM8.5 10.5V7a3.5 3.5 0 0 1 7 0v3.5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  wall: "M3.5 5h17v14h-17zM3.5 9.7h17M3.5 14.3h17M9 5v4.7M15 9.7v4.6M9 14.3V19",
  face: "M12 4c-4 0-6 3-6 7s2.5 9 6 9 6-5 6-9-2-7-6-7zM9.5 11v.01M14.5 11v.01M10 15.5c1.2.8 2.8.8 4 0",
  globe: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
