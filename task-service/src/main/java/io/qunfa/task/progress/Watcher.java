package io.qunfa.task.progress;

import io.qunfa.task.progress.ReadProgress.Reading;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One open stream. A slow reader misses readings and delays nobody. */
final class Watcher {
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  private final SseEmitter emitter;
  private final AtomicBoolean sending = new AtomicBoolean();

  Watcher(SseEmitter emitter) {
    this.emitter = emitter;
  }

  void onEnd(Runnable end) {
    emitter.onCompletion(end);
    emitter.onError(failure -> end.run());
    emitter.onTimeout(end);
  }

  void send(Reading reading) {
    if (sending.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> write(reading));
    } else if (reading.complete()) {
      emitter.complete();
    }
  }

  private void write(Reading reading) {
    try {
      emitter.send(
          SseEmitter.event().name("progress").data(reading.progress(), MediaType.APPLICATION_JSON));
      if (reading.complete()) {
        emitter.complete();
      }
    } catch (IOException | IllegalStateException gone) {
      log.debug("A watcher of {} is gone: {}", reading.progress().campaignId(), gone.toString());
      emitter.completeWithError(gone);
    } finally {
      sending.set(false);
    }
  }
}
