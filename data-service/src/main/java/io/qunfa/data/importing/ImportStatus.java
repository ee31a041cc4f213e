package io.qunfa.data.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far an import is. {@code rows = imported + duplicates + rejected}.
 *
 * @param rows records read so far, the header not counted
 * @param imported rows that were taken over, or stood already
 * @param duplicates rows that repeat an earlier row of the same file exactly
 * @param rejected rows that were refused; all are counted
 * @param rejections why, for the first {@value #MAX_LISTED} of them
 * @param contacts contacts of the corp when the import ended; null before, and for suppressions
 * @param relations relations of a contact and a member, likewise
 * @param reason why the import FAILED; rows counted as imported are in and stay
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportStatus(
    String importId,
    Phase status,
    long rows,
    long imported,
    long duplicates,
    long rejected,
    List<Rejection> rejections,
    @Nullable Long contacts,
    @Nullable Long relations,
    @Nullable String reason) {
  static final int MAX_LISTED = 1000;

  ImportStatus {
    rejections = List.copyOf(rejections);
  }

  enum Phase {
    QUEUED,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * @param line where the record starts in the file, the header being line 1
   */
  record Rejection(long line, String reason) {}
}
