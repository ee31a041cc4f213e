package io.qunfa.apiexecutor.followup;

/** No answer that can be used now; the follow-up is given out again when its lease has ended. */
final class AskLater extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AskLater(String why) {
    super(why);
  }
}
