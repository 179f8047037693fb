"""A photo by each HTTP library of Python: OUT is a folder."""

import asyncio
import os
from pathlib import Path

import aiohttp
import httpx
import requests

URL = os.environ["ADDRESS"] + "/v1/idphoto"
PHOTO = Path(os.environ["PHOTO"]).read_bytes()
OUT = Path(os.environ["OUT"])
FIELDS = {"spec": "cn-1inch", "background": "blue"}


def keep(name, status, body):
    assert status == 200, (name, status, body[:300])
    (OUT / f"{name}.jpg").write_bytes(body)


def by_requests():
    answer = requests.post(URL, data=FIELDS, files={"image": PHOTO}, timeout=60)
    keep("requests form", answer.status_code, answer.content)
    raw = {"Content-Type": "image/jpeg"}
    answer = requests.post(URL, params=FIELDS, data=PHOTO, headers=raw, timeout=60)
    keep("requests body", answer.status_code, answer.content)


def by_httpx():
    answer = httpx.post(URL, data=FIELDS, files={"image": PHOTO}, timeout=60)
    keep("httpx form", answer.status_code, answer.content)


async def by_aiohttp():
    form = aiohttp.FormData(FIELDS)
    form.add_field("image", PHOTO, filename="photo.jpg")
    async with aiohttp.ClientSession() as session, session.post(URL, data=form) as answer:
        keep("aiohttp form", answer.status, await answer.read())


by_requests()
by_httpx()
asyncio.run(by_aiohttp())
