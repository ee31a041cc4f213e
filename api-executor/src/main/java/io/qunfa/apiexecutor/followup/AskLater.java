package io.qunfa.apiexecutor.followup;

/** No answer that can be used now; the follow-up is given out again when its lease has ended. */
class AskLater extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AskLater(String why) {
    super(why);
  }

  /** WeCom will say no to this question for ever. */
  static final class Never extends AskLater {
    private static final long serialVersionUID = 1L;

    Never(String why) {
      super(why);
    }
  }
}
