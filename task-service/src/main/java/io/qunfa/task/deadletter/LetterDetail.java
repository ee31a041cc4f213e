package io.qunfa.task.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter with all that is kept of it.
 *
 * @param headers of a message, with its properties
 * @param history oldest first
 */
record LetterDetail(
    @JsonUnwrapped DeadLetter letter,
    Content payload,
    Map<String, String> headers,
    List<Letters.Event> history) {

  LetterDetail {
    headers = Map.copyOf(headers);
    history = List.copyOf(history);
  }

  /**
   * The message's body, or the job as it died.
   *
   * @param size of the body in bytes
   * @param whole false: only its first bytes are kept, so it cannot be replayed
   * @param text null if it is no UTF-8
   * @param base64 the kept bytes
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Content(long size, boolean whole, @Nullable String text, String base64) {
    static Content of(Payload payload) {
      return new Content(
          payload.size(), payload.isWhole(), payload.text().orElse(null), payload.base64());
    }
  }
}
