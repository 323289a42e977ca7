#!/usr/bin/env node
/** The command `unroll` of the package. */
import "./start_options.mjs";

// Loaded once the options are set: what is compiled then is kept for the next start.
await import("./program.mjs");
