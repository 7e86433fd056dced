// Outlines with a mark at every gap and overlap, drawn on the server.
export { default } from "./picture.js";
