/** All that the camera says, in English; its instructions come from the service in both languages. */

export const cameraEn = {
  title: "Camera",
  starting: "Starting the camera…",
  looking: "Place your head in the outline.",
  still: "Hold still.",
  ready: "Good. Take the picture.",
  counting: (seconds: number) => `Hold still: ${seconds}`,
  busy: "The service is busy. Press the button to take the picture.",
  unguided: "No guidance right now. Press the button to take the picture.",
  taken: "Taken.",
  take: "Take the picture",
  other: "Use the other camera",
  itself: "Take it automatically",
  refused: {
    heading: "The camera is not allowed",
    text: "This page may not use the camera. Allow it in the browser's settings for this site and try again, or use the phone's camera app.",
  },
  missing: {
    heading: "No camera was found",
    text: "This device has no camera that the browser can use. Choose a photo instead.",
  },
  occupied: {
    heading: "The camera does not respond",
    text: "Another program may be using it. Close that and try again, or use the phone's camera app.",
  },
  app: "Use a camera app or a photo",
};

export type CameraWords = typeof cameraEn;
