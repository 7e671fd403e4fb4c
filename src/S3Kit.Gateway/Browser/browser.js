const state = { bucket: null, prefix: "", token: null, keys: new Set(), turn: 0 };

// Failures are told once, in one place.
const guarded = action => (...args) => action(...args).catch(error => showMessage(error.message));

// What was typed into the address bar need not be well-formed.
const decodeOrEmpty = text => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};

const loadBuckets = guarded(async () => showBuckets(await api.buckets(), state.bucket));

const loadPage = guarded(async token => {
  const turn = ++state.turn;
  const shown = state.prefix + $("filter").value;
  const page = await api.list(state.bucket, shown, token);
  // An answer that comes after the visitor has moved on is of no use.
  if (turn !== state.turn) {
    return;
  }
  if (!token) {
    $("rows").replaceChildren();
    state.keys.clear();
  }
  page.objects.forEach(object => state.keys.add(object.key));
  $("rows").append(
    ...page.commonPrefixes.map(folder => folderRow(state.bucket, state.prefix, folder)),
    ...page.objects.map(object => objectRow(state.bucket, state.prefix, object, deleteObject)));
  state.token = page.nextToken;
  $("more").hidden = !state.token;
  $("empty").hidden = $("rows").childElementCount > 0 || Boolean(state.token);
});

function open() {
  const [, bucket, prefix] = location.hash.split("/").map(decodeOrEmpty);
  state.bucket = bucket || null;
  state.prefix = prefix || "";
  $("welcome").hidden = Boolean(state.bucket);
  $("content").hidden = !state.bucket;
  $("filter").value = "";
  document.title = state.bucket ? `${state.bucket}/${state.prefix}` : "S3Kit objects";
  loadBuckets();
  if (state.bucket) {
    $("rows").replaceChildren();
    showCrumbs(state.bucket, state.prefix);
    loadPage();
  }
}

const deleteObject = guarded(async key => {
  if (await ask(`Delete ${key}?`, "Delete")) {
    await api.deleteObject(state.bucket, key);
    await loadPage();
  }
});

const deleteBucket = guarded(async () => {
  if (await ask(`Delete the bucket ${state.bucket}? It must be empty.`, "Delete")) {
    await api.deleteBucket(state.bucket);
    location.hash = "";
  }
});

const uploadOne = guarded(async (bucket, key, file) => {
  const line = uploadRow(file.name);
  try {
    await api.upload(bucket, key, file, line.progress);
  } finally {
    line.done();
  }
});

const upload = guarded(async files => {
  const { bucket, prefix } = state;
  for (const file of files) {
    const key = prefix + file.name;
    if (!state.keys.has(key) || await ask(`Replace ${key}?`, "Replace")) {
      await uploadOne(bucket, key, file);
    }
  }
  if (bucket === state.bucket && prefix === state.prefix) {
    await loadPage();
  }
});

const showHealth = async () => {
  try {
    const report = await api.health();
    const reasons = Object.values(report.checks).map(check => check.description).filter(Boolean);
    Object.assign($("health"), { textContent: report.status, className: `pill ${report.status}`, title: reasons.join("\n") });
  } catch {
    Object.assign($("health"), { textContent: "unreachable", className: "pill Unhealthy", title: "" });
  }
};

$("create").addEventListener("submit", event => {
  event.preventDefault();
  guarded(async () => {
    const name = $("name").value;
    await api.createBucket(name);
    $("create").reset();
    location.hash = place(name);
    await loadBuckets();
  })();
});

$("more").addEventListener("click", () => loadPage(state.token));
$("filter").addEventListener("input", () => loadPage());
$("upload").addEventListener("click", () => $("files").click());
$("files").addEventListener("change", () => {
  upload([...$("files").files]);
  $("files").value = "";
});
$("remove").addEventListener("click", deleteBucket);
$("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = localStorage.theme = dark ? "light" : "dark";
});

const carriesFiles = event => state.bucket && event.dataTransfer.types.includes("Files");
addEventListener("dragover", event => {
  event.preventDefault();
  $("drop").hidden = !carriesFiles(event);
});
addEventListener("dragleave", event => { $("drop").hidden = event.relatedTarget === null ? true : $("drop").hidden; });
addEventListener("drop", event => {
  event.preventDefault();
  $("drop").hidden = true;
  if (carriesFiles(event)) {
    upload([...event.dataTransfer.files]);
  }
});
addEventListener("hashchange", open);

if (localStorage.theme) {
  document.documentElement.dataset.theme = localStorage.theme;
}
showHealth();
setInterval(showHealth, 15000);
open();
