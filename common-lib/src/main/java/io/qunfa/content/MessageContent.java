package io.qunfa.content;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every recipient of a campaign gets: text of at most 4000 bytes, at most nine attachments,
 * not both missing (wecom-api 2.1).
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MessageContent(@Nullable String text, List<Attachment> attachments) {
  public static final int MAX_TEXT_BYTES = 4000;
  public static final int MAX_ATTACHMENTS = 9;

  // Jackson hands over null for an absent list.
  public MessageContent(@Nullable String text, @Nullable List<Attachment> attachments) {
    this.text = text == null || text.isBlank() ? null : text;
    this.attachments = attachments == null ? List.of() : List.copyOf(attachments);
    if (this.text == null && this.attachments.isEmpty()) {
      throw new IllegalArgumentException("content needs text or at least one attachment");
    }
    if (this.text != null) {
      ByteLimit.atMost("content.text", this.text, MAX_TEXT_BYTES);
    }
    if (this.attachments.size() > MAX_ATTACHMENTS) {
      throw new IllegalArgumentException(
          "content has "
              + this.attachments.size()
              + " attachments, at most "
              + MAX_ATTACHMENTS
              + " are allowed");
    }
  }
}
