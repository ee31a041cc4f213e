package io.qunfa.task.deadletter;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageProperties;

/** Headers and properties of a message as texts, bounded whatever somebody sent. */
public final class MessageHeaders {
  /** The property, not a header of that name. */
  public static final String CONTENT_TYPE = "contentType";

  public static final String MESSAGE_ID = "messageId";
  private static final int MOST = 100;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 2000;

  private MessageHeaders() {}

  static Map<String, String> of(MessageProperties properties) {
    Map<String, String> all = new TreeMap<>();
    properties.getHeaders().entrySet().stream()
        .limit(MOST)
        .forEach(header -> put(all, header.getKey(), header.getValue()));
    put(all, CONTENT_TYPE, properties.getContentType());
    put(all, MESSAGE_ID, properties.getMessageId());
    put(all, "type", properties.getType());
    put(all, "appId", properties.getAppId());
    put(all, "userId", properties.getReceivedUserId());
    put(all, "timestamp", properties.getTimestamp());
    return all;
  }

  private static void put(Map<String, String> all, String name, @Nullable Object value) {
    if (value != null) {
      all.put(shortened(name, LONGEST_NAME), shortened(value.toString(), LONGEST_TEXT));
    }
  }

  private static String shortened(String text, int atMost) {
    return text.length() <= atMost ? text : text.substring(0, atMost);
  }
}
