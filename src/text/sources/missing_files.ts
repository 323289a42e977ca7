import { InputError } from "../../base/errors.ts";

/** A corpus's files are not where its config says. */
export class MissingFiles extends InputError {
  /** @param key the key that says where they are: `corpus.path` */
  constructor(readonly key: string, message: string) {
    super({ message: `${key}: ${message}` });
  }
}
