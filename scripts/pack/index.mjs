import "./src/base/prevent_async_resources.js"; // before Effect
export * from "./mod.js";
