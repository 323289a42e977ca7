/** The program, in this order. */
import "../src/base/prevent_async_resources.js"; // before Effect
import "../src/cli/main.js";
