package io.qunfa.simulator.wecom;

import java.io.IOException;

/** One call of the WeCom API. Thread-safe. */
public interface WecomApi {
  Endpoint endpoint();

  /** False for the call that fetches the token. */
  default boolean needsToken() {
    return true;
  }

  /**
   * Does what the call asks. Its effect is complete when it returns.
   *
   * @throws WecomError if WeCom would refuse
   */
  Reply answer(Call call) throws IOException;
}
