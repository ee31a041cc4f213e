package io.qunfa.apiexecutor.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.FollowUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPagesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  private final List<String> asked = new ArrayList<>();
  private Instant now = NOW;
  private final ReadPages pages =
      new ReadPages(
          new FollowUpSettings(
              3, Duration.ofSeconds(1), 5, Duration.ofMinutes(1), Duration.ofMinutes(2)),
          () -> now);

  @Test
  void everyPageIsReadOnce() {
    assertThat(read("b", "c", "")).containsExactly("", "b", "c");
  }

  @Test
  void anEndedCursorBeginsAgain() {
    List<String> items =
        pages.all(
            aFollowUp(),
            cursor -> {
              asked.add(cursor);
              return asked.size() == 2
                  ? new WecomResult.Failed<>(50100, WecomFault.CURSOR_INVALID, "invalid cursor")
                  : page(cursor, cursor.isEmpty() ? "b" : "");
            });

    assertThat(items).containsExactly("", "b");
    assertThat(asked).containsExactly("", "b", "", "b");
  }

  @Test
  void aCursorThatComesAgainIsNotFollowedForEver() {
    assertThatThrownBy(() -> pages.all(aFollowUp(), cursor -> counted(cursor, "b")))
        .isInstanceOf(AskLater.class);
    assertThat(asked.size()).isLessThanOrEqualTo(6);
  }

  @Test
  void anAnswerWithoutAnEndIsGivenUp() {
    assertThatThrownBy(() -> pages.all(aFollowUp(), cursor -> counted(cursor, cursor + "x")))
        .isInstanceOf(AskLater.class)
        .hasMessageContaining("more than 5 pages");
    assertThat(asked).hasSize(5);
  }

  @Test
  void nobodyReadsOnWithoutALease() {
    assertThatThrownBy(
            () ->
                pages.all(
                    aFollowUp(),
                    cursor -> {
                      now = NOW.plusSeconds(121);
                      return counted(cursor, cursor + "x");
                    }))
        .isInstanceOf(AskLater.class)
        .hasMessageContaining("lease");
    assertThat(asked).hasSize(1);
  }

  private List<String> read(String... nextCursors) {
    return pages.all(aFollowUp(), cursor -> counted(cursor, nextCursors[asked.size()]));
  }

  private WecomResult<Paged<String>> counted(String cursor, String next) {
    asked.add(cursor);
    return page(cursor, next);
  }

  /** Its one item is its cursor. */
  private static WecomResult<Paged<String>> page(String cursor, String next) {
    return new WecomResult.Done<>(new Paged<>(List.of(cursor), next));
  }

  private static FollowUp aFollowUp() {
    return new FollowUp(
        FollowUp.Kind.RECEIPTS,
        new TenantId(1),
        new CorpId("ww0000000000000001"),
        new CampaignId(5),
        1,
        1,
        new AccountId(9),
        new CredentialId(7),
        "zhangsan",
        10,
        "msgSIM01",
        null,
        NOW,
        null,
        NOW.plusSeconds(120));
  }
}
