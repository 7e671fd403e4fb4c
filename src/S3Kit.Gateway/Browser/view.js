const $ = id => document.getElementById(id);

// Text only ever becomes text: names of objects are chosen by strangers.
function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const place = (bucket, prefix = "") => `#/${encodeURIComponent(bucket)}/${encodeURIComponent(prefix)}`;

function showMessage(text) {
  $("message").textContent = text;
  $("message").hidden = false;
  clearTimeout(showMessage.timer);
  showMessage.timer = setTimeout(() => { $("message").hidden = true; }, 7000);
}

function ask(question, answer) {
  $("question").textContent = question;
  $("yes").textContent = answer;
  const dialog = $("ask");
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function showBuckets(buckets, current) {
  $("buckets").replaceChildren(...buckets.map(bucket => {
    const link = element("a", { href: place(bucket.name), textContent: bucket.name });
    if (bucket.name === current) {
      link.setAttribute("aria-current", "page");
    }
    return element("li", {}, link);
  }));
}

function showCrumbs(bucket, prefix) {
  const parts = prefix.split("/").slice(0, -1);
  const crumbs = [[bucket, ""], ...parts.map((part, i) => [part || "(empty)", `${parts.slice(0, i + 1).join("/")}/`])];
  $("crumbs").replaceChildren(...crumbs.map(([name, target], i) => {
    const last = i === crumbs.length - 1;
    const crumb = last ? element("span", { textContent: name }) : element("a", { href: place(bucket, target), textContent: name });
    if (last) {
      crumb.setAttribute("aria-current", "page");
    }
    return element("li", {}, crumb);
  }));
}

function row(nameCell, size, date, ...actions) {
  return element("tr", {},
    element("td", {}, nameCell),
    element("td", { className: "number", textContent: size }),
    element("td", { className: "date", textContent: date }),
    element("td", {}, ...actions));
}

const folderRow = (bucket, prefix, folder) =>
  row(element("a", { className: "folder", href: place(bucket, folder), textContent: folder.slice(prefix.length) || folder }), "", "");

function objectRow(bucket, prefix, object, onDelete) {
  const name = object.key.slice(prefix.length) || "(this folder)";
  const link = element("a", { href: objectUrl(bucket, object.key), textContent: name, download: object.key.split("/").pop() || "object" });
  const remove = element("button", { type: "button", className: "quiet danger", textContent: "Delete", onclick: () => onDelete(object.key) });
  link.setAttribute("aria-label", `Download ${name}`);
  remove.setAttribute("aria-label", `Delete ${name}`);
  return row(link, formatSize(object.size), formatDate(object.lastModified), remove);
}

function uploadRow(name) {
  const bar = element("progress", { max: 1 });
  bar.setAttribute("aria-label", `Uploading ${name}`);
  const line = element("div", {}, element("span", { textContent: name }), bar);
  $("uploads").append(line);
  return { progress: (loaded, total) => { bar.max = total || 1; bar.value = loaded; }, done: () => line.remove() };
}
