package io.qunfa.data.report;

import io.qunfa.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page of recipients ends: the last row's place in the key. */
record RecipientCursor(int jobNo, String externalUserId) {
  static final RecipientCursor START = new RecipientCursor(-1, "");

  static RecipientCursor of(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return START;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split(":", 2);
      return new RecipientCursor(Integer.parseInt(parts[0]), parts[1]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
      throw Problem.invalid("cursor", "This cursor is none that this listing has given.");
    }
  }

  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((jobNo + ":" + externalUserId).getBytes(StandardCharsets.US_ASCII));
  }
}
