package io.qunfa.data.importing;

/** What a file holds. */
enum ImportKind {
  CONTACTS,
  SUPPRESSIONS
}
