/** What the camera says, in the language of the page. */

import { cameraEn, type CameraWords } from "../../strings/camera.en";
import { cameraZh } from "../../strings/camera.zh";
import { language, type Language } from "../language";

const TABLES: Record<Language, CameraWords> = { en: cameraEn, zh: cameraZh };

export const cameraWords = (): CameraWords => TABLES[language()];
