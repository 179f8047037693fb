"""Titles of problems, and when each occurs, in Chinese; the errors have the English."""

WORDS_ZH: dict[str, tuple[str, str]] = {
    "malformed-request": ("无法读取请求", "请求不是有效的 HTTP、表单或单个文件的请求体。"),
    "unauthenticated": ("需要有效的密钥", "请求没有密钥，或密钥无效：不存在、有误或已过期。"),
    "forbidden": ("该密钥没有此权限", "密钥有效，但没有该地址所需的权限（scope）。"),
    "not-found": ("该地址不存在", "该地址没有对应的资源。"),
    "method-not-allowed": ("该地址不支持此方法", "地址存在，但不支持所用的 HTTP 方法。"),
    "body-too-slow": ("请求体传输太慢", "请求体未在规定时间内传完。"),
    "body-too-large": ("请求体太大", "请求体的字节数超过服务的上限。"),
    "too-many-pixels": (
        "图像太大，无法解码",
        "文件头给出的像素数，或 JPEG 的扫描数，超过服务解码的上限。",
    ),
    "archive-too-large": ("ZIP 内容太多", "ZIP 中的照片数量或总字节数超过一次可处理的上限。"),
    "unsupported-media": ("不是本服务支持的图像", "请求体不是本服务支持的图像格式。"),
    "invalid-field": (
        "请求字段无效",
        "有字段未知、缺失、重复或取值无效；errors 列出所有这样的字段及其原因。",
    ),
    "damaged-image": ("图像已损坏", "图像开头正常，但无法完整解码。"),
    "no-face": ("照片中没有找到人脸", "照片中没有可以识别的人脸。"),
    "several-faces": ("照片中有多张人脸", "照片中不止一人。"),
    "body-missing": ("胸部或肩部不完整", "照片没有拍到证件照所需的胸部、颈部或肩部。"),
    "resolution-too-low": ("头部像素太少", "头部像素太少，无法放大到证件要求的尺寸。"),
    "matte-implausible": ("无法抠出人像", "无法区分人物和背景。"),
    "editing-forbidden": (
        "该证件不接受修改过的照片",
        "该证件不接受修改过的照片，而请求没有设置 allow_editing。",
    ),
    "mark-forbidden": ("该证件照片中不能有文字", "该证件照片中不能有文字，而请求要求添加文字。"),
    "check-failed": ("照片未通过检查", "请求带有 strict=true，而照片有检查项未通过。"),
    "size-unreachable": (
        "文件无法达到该大小",
        "在允许的质量范围内，文件大小都达不到要求的范围。",
    ),
    "cells-do-not-fit": (
        "相纸放不下这些照片",
        "相纸放不下所要求的照片；fits 给出每种尺寸最多能放几张。",
    ),
    "damaged-archive": ("ZIP 已损坏", "ZIP 开头正常，但无法读取其目录。"),
    "unusable-entry": (
        "ZIP 中的该文件无法使用",
        "ZIP 中的该文件为空、已损坏、已加密、太大，或压缩方式不受支持。",
    ),
    "quota-exceeded": (
        "配额已用完",
        "调用方每分钟或每天的照片配额已用完，或同时进行的请求过多；"
        "violated-policies 给出是哪一项配额，名称与响应头 RateLimit-Policy 相同。",
    ),
    "busy": ("服务繁忙", "处理和排队的名额都已占满。"),
    "internal": ("服务出错", "服务自身的故障。"),
    "not-ready": ("服务尚未就绪", "服务仍在加载模型。"),
    "deadline-exceeded": ("处理超时", "请求用时超过上限，或超过客户端设定的等待时间。"),
}
