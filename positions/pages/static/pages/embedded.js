// In a frame: tells the page around it how high this is, each time that it changes.
const tell = () => parent.postMessage({ parley: "height", pixels: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
new ResizeObserver(tell).observe(document.documentElement);
tell();
