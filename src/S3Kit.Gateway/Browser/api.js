"use strict";

// Keys go out exactly. Browsers resolve "." and ".." between slashes, so a key that has such a part hides its slashes as %2F.
const encodeKey = key => key.split("/").some(part => part === "." || part === "..")
  ? encodeURIComponent(key)
  : key.split("/").map(encodeURIComponent).join("/");

const objectUrl = (bucket, key) => `objects/${encodeURIComponent(bucket)}/${encodeKey(key)}`;
const bucketUrl = bucket => `buckets/${encodeURIComponent(bucket)}`;

const problemText = (status, text) => {
  try {
    const problem = JSON.parse(text);
    return problem.detail || problem.title;
  } catch {
    return `The server answered ${status}.`;
  }
};

async function send(method, url) {
  const response = await fetch(url, { method });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(problemText(response.status, text));
  }
  return text;
}

const api = {
  buckets: async () => JSON.parse(await send("GET", "buckets")).buckets,
  createBucket: bucket => send("PUT", bucketUrl(bucket)),
  deleteBucket: bucket => send("DELETE", bucketUrl(bucket)),
  deleteObject: (bucket, key) => send("DELETE", objectUrl(bucket, key)),
  health: async () => (await fetch("health")).json(),

  list: async (bucket, prefix, token) => {
    const query = new URLSearchParams({ prefix, delimiter: "/", maxKeys: "200", token: token || "" });
    return JSON.parse(await send("GET", `objects/${encodeURIComponent(bucket)}?${query}`));
  },

  // fetch cannot tell how far an upload is.
  upload: (bucket, key, file, onProgress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", objectUrl(bucket, key));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = event => onProgress(event.loaded, event.total);
    request.onerror = () => reject(new Error(`The upload of ${file.name} broke off.`));
    request.onload = () => request.status < 300 ? resolve() : reject(new Error(problemText(request.status, request.responseText)));
    request.send(file);
  }),
};

function formatSize(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${unit === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

const formatDate = text => text ? new Date(text).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }) : "";
