// What makes the pages quicker or easier where scripts run. Every page works without this file.
(() => {
  "use strict";

  // A page that is about to be asked for is fetched while the finger or mouse is still deciding.
  const fetched = new Set();
  const saving = navigator.connection?.saveData;
  const prefetch = (link) => {
    const url = new URL(link.href, location.href);
    url.hash = "";
    if (saving || url.origin !== location.origin || url.href === location.href.split("#")[0]) return;
    if (link.dataset.prefetch === "no" || link.hasAttribute("download") || fetched.has(url.href)) return;
    if (/\/(logout|media|static|api)\//.test(url.pathname)) return;
    fetched.add(url.href);
    const hint = document.createElement("link");
    hint.rel = "prefetch";
    hint.href = url.href;
    document.head.append(hint);
  };
  let waiting;
  document.addEventListener("pointerover", (event) => {
    const link = event.target.closest?.("a[href]");
    clearTimeout(waiting);
    if (link) waiting = setTimeout(prefetch, 65, link);
  });
  document.addEventListener("touchstart", (event) => {
    const link = event.target.closest?.("a[href]");
    if (link) prefetch(link);
  }, { passive: true });

  // One less, one more; dialogs for browsers without invoker commands; messages that can be closed.
  document.addEventListener("click", (event) => {
    const step = event.target.closest?.("[data-step]");
    if (step) {
      const input = step.closest("[data-quantity]").querySelector("input");
      if (Number(step.dataset.step) > 0) input.stepUp();
      else input.stepDown();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    event.target.closest?.("[data-close]")?.closest("[data-toast]")?.remove();
    const invoker = event.target.closest?.("button[commandfor]");
    if (invoker && !("commandForElement" in HTMLButtonElement.prototype)) {
      const dialog = document.getElementById(invoker.getAttribute("commandfor"));
      if (invoker.getAttribute("command") === "show-modal") dialog?.showModal();
      else dialog?.close();
    }
  });

  // A pay button pressed twice sends once; the page coming back from history gets its buttons back.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 10000);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // What is wrong is read out first, also after a partial update.
  const focusErrors = (root) => root.querySelector("[data-focus]")?.focus();
  focusErrors(document);
  document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));

  // Good news leaves by itself; bad news stays until it is closed.
  const leave = (toast) => setTimeout(() => toast.remove(), 8000);
  document.querySelectorAll(".toast-success, .toast-info").forEach(leave);
  document.addEventListener("htmx:load", (event) => {
    event.detail.elt.querySelectorAll?.(".toast-success, .toast-info").forEach(leave);
  });

  // What was looked at is kept on this device alone; its cards are asked for by their ids.
  const kept = "entrepot.seen";
  const most = 12;
  const section = document.querySelector("[data-seen]");
  const remembered = () => {
    try {
      const ids = JSON.parse(localStorage.getItem(kept) ?? "[]");
      return Array.isArray(ids) ? ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)) : [];
    } catch {
      return [];
    }
  };
  const remember = (ids) => {
    try {
      localStorage.setItem(kept, JSON.stringify(ids.slice(0, most)));
    } catch {}
  };
  if (section) {
    const here = section.dataset.product;
    const ids = remembered().filter((id) => id !== here);
    if (here) remember([here, ...ids]);
    section.querySelector("[data-forget]").addEventListener("click", () => {
      remember([]);
      section.hidden = true;
    });
    const show = async () => {
      const answer = await fetch(`${section.dataset.seen}?ids=${ids.slice(0, 6).join(",")}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      section.querySelector("[data-grid]").innerHTML = await answer.text();
      section.hidden = !section.querySelector(".product-card");
    };
    if (ids.length) ("requestIdleCallback" in window ? requestIdleCallback : setTimeout)(show);
  }
})();
