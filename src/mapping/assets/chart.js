// A drawing made on the server, as tall as it needs to be.
export { default } from "./picture.js";
