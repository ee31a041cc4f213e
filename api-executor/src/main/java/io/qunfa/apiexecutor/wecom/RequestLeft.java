package io.qunfa.apiexecutor.wecom;

import okhttp3.Call;
import okhttp3.EventListener;

/** Notices the instant from which a call may have had its effect. One per call. */
final class RequestLeft extends EventListener {
  private volatile boolean left;

  @Override
  public void requestHeadersStart(Call call) {
    left = true;
  }

  boolean hasLeft() {
    return left;
  }
}
