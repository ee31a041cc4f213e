package io.qunfa.data.contact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of an export: a member follows a customer.
 *
 * @param name exactly as the export has it
 * @param tags what this member put on the customer, each once
 * @param gender 0 unknown, 1 male, 2 female, null not given
 */
public record FollowRow(
    String externalUserId,
    String name,
    String memberUserid,
    List<String> tags,
    @Nullable Integer gender,
    @Nullable Instant addedAt,
    String remark) {
  private static final int DIGEST_BYTES = 16;

  public FollowRow {
    tags = List.copyOf(tags);
  }

  /** Equal exactly for rows that say the same. */
  byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part :
          List.of(
              name,
              String.join("|", tags),
              String.valueOf(gender),
              String.valueOf(addedAt),
              remark)) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return Arrays.copyOf(digest.digest(), DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
