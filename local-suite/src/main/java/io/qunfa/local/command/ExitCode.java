package io.qunfa.local.command;

/** How a command ended; the script's help text names the same numbers. */
enum ExitCode {
  DONE(0),
  FAILED(1),
  WRONG_USAGE(2),
  SOMETHING_MISSING(3),
  NOT_RUNNING(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
