package io.qunfa.data.importing;

/** Another process has taken this import over; whatever the batch wrote is rolled back. */
final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLost(long importId) {
    super("import " + importId + " is now run by another process, which goes on with it");
  }
}
