// A map whose scripts did not come is loaded anew: its frame gives up for good at the first that fails. Each time with more
// patience, so that a slow network is let finish.
const LOOK = 2000;
const PATIENCE = 6000;
const waiting = new Map(); // frame → when its wait began, and how long it may last

setInterval(() => {
  /** @type {Set<HTMLIFrameElement>} */
  const frames = new Set(document.querySelectorAll('[class*="st-key-"][class*="_frame"] iframe'));
  for (const frame of waiting.keys()) if (!frames.has(frame)) waiting.delete(frame);
  for (const frame of frames) {
    const { began, most } = waiting.get(frame) ?? { began: Date.now(), most: PATIENCE };
    if (frame.contentWindow?.riskmap) waiting.delete(frame);
    else if (Date.now() - began < most) waiting.set(frame, { began, most });
    else {
      waiting.set(frame, { began: Date.now(), most: 2 * most });
      frame.contentWindow?.location.reload();
    }
  }
}, LOOK);
