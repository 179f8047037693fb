/** 相机界面的全部中文文字；拍照提示由服务端以两种语言给出。 */

import type { CameraWords } from "./camera.en";

export const cameraZh: CameraWords = {
  title: "拍照",
  starting: "正在打开相机…",
  looking: "请把头部对准轮廓线。",
  still: "请保持不动。",
  ready: "很好，可以拍了。",
  counting: seconds => `请保持不动：${seconds}`,
  busy: "服务繁忙，请自己按快门拍摄。",
  unguided: "暂时没有拍照提示，请自己按快门拍摄。",
  taken: "已拍摄。",
  take: "拍照",
  other: "切换摄像头",
  itself: "自动拍摄",
  refused: {
    heading: "没有相机权限",
    text: "本页面未获准使用相机。请在浏览器的网站设置中允许后重试，或直接用手机相机拍摄。",
  },
  missing: {
    heading: "没有找到相机",
    text: "这台设备上没有浏览器可用的相机，请改为选择照片。",
  },
  occupied: {
    heading: "相机没有响应",
    text: "可能有其他程序正在使用相机。请关闭后重试，或直接用手机相机拍摄。",
  },
  app: "用相机应用或选择照片",
};
