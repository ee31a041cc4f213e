package io.qunfa.architecture.bad;

import java.util.concurrent.TimeUnit;

final class Sleeps {
  void here() throws InterruptedException {
    Thread.sleep(1L);
  }

  void there() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(1);
  }
}
