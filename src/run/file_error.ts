/** Moved to `src/files`; this name stays until every import of it is changed. */
export * from "../files/file_error.ts";
