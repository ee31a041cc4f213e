package io.qunfa.task.outbox;

import io.qunfa.ids.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * A message to be published once the transaction that wrote it has committed.
 *
 * @param messageId names the message across repeats: the relay may publish it twice
 * @param body JSON of at most {@link #MAX_BYTES} bytes of UTF-8
 */
record OutboxMessage(
    TenantId tenantId, String exchange, String routingKey, String messageId, String body) {
  /** Messages hold ids, never lists: the broker's share of a million recipients stays small. */
  static final int MAX_BYTES = 1023;

  OutboxMessage {
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "message "
              + messageId
              + " has "
              + bytes
              + " bytes, at most "
              + MAX_BYTES
              + " are allowed");
    }
  }
}
