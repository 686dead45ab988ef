// The pictures of a product: a thumbnail moves the strip, the mouse looks closer, a click shows the picture in full.
(() => {
  "use strict";

  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const begin = (gallery) => {
    const strip = gallery.querySelector(".gallery-strip");
    const full = gallery.querySelector(".gallery-full");
    const thumbs = [...gallery.querySelectorAll(".gallery-thumbs a")];
    if (!strip) return;

    const mark = (place) => thumbs.forEach((thumb, index) => {
      if (index === place) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    thumbs.forEach((thumb, index) => thumb.addEventListener("click", (event) => {
      event.preventDefault();
      strip.scrollTo({ left: strip.clientWidth * index, behavior: calm.matches ? "auto" : "smooth" });
      mark(index);
    }));
    strip.addEventListener("scrollend", () => mark(Math.round(strip.scrollLeft / strip.clientWidth)));

    // Closer, at the place under the mouse. A finger has the picture in full instead.
    strip.addEventListener("pointermove", (event) => {
      const link = event.target.closest("a.gallery-picture");
      if (!link || event.pointerType !== "mouse") return;
      const box = link.getBoundingClientRect();
      const share = (at, start, size) => `${Math.min(100, Math.max(0, (100 * (at - start)) / size))}%`;
      link.firstElementChild.style.transformOrigin =
        `${share(event.clientX, box.left, box.width)} ${share(event.clientY, box.top, box.height)}`;
      link.classList.add("gallery-closer");
    });
    const leave = () => strip.querySelectorAll("a.gallery-picture").forEach((link) => {
      link.classList.remove("gallery-closer");
      link.firstElementChild.removeAttribute("style");
    });
    strip.addEventListener("pointerout", (event) => {
      const link = event.target.closest("a.gallery-picture");
      if (link && !link.contains(event.relatedTarget)) leave();
    });

    strip.addEventListener("click", (event) => {
      const link = event.target.closest("a.gallery-picture");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      leave();
      const shown = link.querySelector("img");
      const picture = new Image(shown.width, shown.height);
      picture.src = link.href;
      picture.alt = shown.alt;
      picture.className = "picture";
      full.querySelector("img")?.remove();
      full.append(picture);
      full.showModal();
    });
    full.addEventListener("click", (event) => {
      if (event.target === full || event.target.tagName === "IMG") full.close();
    });
  };

  document.querySelectorAll("[data-gallery]").forEach(begin);
})();
