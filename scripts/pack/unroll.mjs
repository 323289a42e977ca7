#!/usr/bin/env node
/** The command `unroll` of the package. */
import "./start_options.mjs";
import "../src/base/prevent_async_resources.js"; // before Effect
import "../src/cli/main.js";
