/** `fetch` for uploads: the same terms, and word of how much has been sent, which fetch cannot give. */

export type Sent = (share: number) => void;

export function uploader(tell: Sent): typeof fetch {
  return (input, init = {}) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(init.method ?? "GET", String(input));
    request.responseType = "blob";
    new Headers(init.headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => event.lengthComputable && tell(event.loaded / event.total);
    request.upload.onload = () => tell(1);
    request.onload = () => done(new Response(request.response as Blob, {
      status: request.status,
      statusText: request.statusText,
      headers: headersOf(request.getAllResponseHeaders()),
    }));
    request.onerror = () => failed(new TypeError("network"));
    request.onabort = () => failed(new DOMException("aborted", "AbortError"));
    init.signal?.addEventListener("abort", () => request.abort());
    if (init.signal?.aborted) request.abort();
    else request.send(init.body as FormData);
  });
}

function headersOf(text: string): Headers {
  const headers = new Headers();
  for (const line of text.trim().split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at > 0) headers.append(line.slice(0, at), line.slice(at + 1).trim());
  }
  return headers;
}
