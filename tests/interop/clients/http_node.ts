// A photo by each HTTP library of Node: OUT is a folder.
import { createReadStream, openAsBlob, readFileSync, writeFileSync } from "node:fs";
import axios from "axios";
import NodeForm from "form-data";
import { FormData as UndiciForm, request } from "undici";

const url = `${process.env.ADDRESS}/v1/idphoto`;
const photo = process.env.PHOTO!;
const fields = { spec: "cn-1inch", background: "blue" };
const query = `?${new URLSearchParams(fields)}`;

function keep(name: string, status: number, body: ArrayBuffer) {
  if (status !== 200) throw new Error(`${name}: ${status} ${Buffer.from(body).subarray(0, 300)}`);
  writeFileSync(`${process.env.OUT}/${name}.jpg`, Buffer.from(body));
}

const form = new FormData();
for (const [name, value] of Object.entries(fields)) form.set(name, value);
form.set("image", await openAsBlob(photo), "photo.jpg");
let answer = await fetch(url, { method: "POST", body: form });
keep("fetch form", answer.status, await answer.arrayBuffer());

const headers = { "Content-Type": "image/jpeg" };
answer = await fetch(url + query, { method: "POST", body: readFileSync(photo), headers });
keep("fetch body", answer.status, await answer.arrayBuffer());

const undici = new UndiciForm();
for (const [name, value] of Object.entries(fields)) undici.set(name, value);
undici.set("image", await openAsBlob(photo), "photo.jpg");
const { statusCode, body } = await request(url, { method: "POST", body: undici });
keep("undici form", statusCode, await body.arrayBuffer());

form.set("answer", "image");  // axios asks for JSON unless told otherwise
const posted = await axios.postForm(url, form, { responseType: "arraybuffer" });
keep("axios form", posted.status, posted.data);

const classic = new NodeForm();
for (const [name, value] of Object.entries(fields)) classic.append(name, value);
classic.append("answer", "image");
classic.append("image", createReadStream(photo));
const length = await new Promise<number>((done, failed) =>
  classic.getLength((error, bytes) => error ? failed(error) : done(bytes)));
const streamed = await axios.post(url, classic, {
  responseType: "arraybuffer", headers: { ...classic.getHeaders(), "Content-Length": length },
});
keep("axios with form-data", streamed.status, streamed.data);
