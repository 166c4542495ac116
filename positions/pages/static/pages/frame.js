// For pages that embed a view of Parley: makes each frame as high as what is in it. Include it once, anywhere.
addEventListener("message", (event) => {
  if (event.data?.parley !== "height" || !Number.isFinite(event.data.pixels)) return;
  for (const frame of document.querySelectorAll("iframe[data-parley]")) {
    if (frame.contentWindow === event.source) frame.style.height = `${Math.min(event.data.pixels, 20000)}px`;
  }
});
