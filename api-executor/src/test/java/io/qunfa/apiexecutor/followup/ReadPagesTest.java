package io.qunfa.apiexecutor.followup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.apiexecutor.wecom.MassRecords.Cut;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.executor.NotNow;
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

  private static final int ROWS = 1000;

  private final List<String> asked = new ArrayList<>();
  private Instant now = NOW;
  private final ReadPages pages =
      new ReadPages(
          new FollowUpSettings(
              3, Duration.ofSeconds(1), 10, Duration.ofMinutes(1), Duration.ofMinutes(2)),
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
            ROWS,
            cut -> {
              asked.add(cut.cursor());
              return asked.size() == 2
                  ? new WecomResult.Failed<>(50100, WecomFault.CURSOR_INVALID, "invalid cursor")
                  : page(cut.cursor(), cut.cursor().isEmpty() ? "b" : "");
            });

    assertThat(items).containsExactly("", "b");
    assertThat(asked).containsExactly("", "b", "", "b");
  }

  @Test
  void pagesThatAreTooLargeAreHalvedWhereTheyAreAndStaySmall() {
    List<Cut> cuts = new ArrayList<>();
    List<String> items =
        pages.all(
            aFollowUp(),
            ROWS,
            cut -> {
              cuts.add(cut);
              return cut.limit() > 250
                  ? new WecomResult.Failed<>(45029, WecomFault.PAGE_TOO_LARGE, "reply too large")
                  : page(cut.cursor(), cut.cursor().isEmpty() ? "b" : "");
            });

    assertThat(items).containsExactly("", "b");
    assertThat(cuts)
        .containsExactly(new Cut("", 1000), new Cut("", 500), new Cut("", 250), new Cut("b", 250));
  }

  @Test
  void aCursorThatComesAgainIsNotFollowedForEver() {
    assertThatThrownBy(() -> pages.all(aFollowUp(), ROWS, cut -> counted(cut, "b")))
        .isInstanceOf(AskLater.class)
        .hasMessageContaining("come again");
    assertThat(asked).containsExactly("", "b", "", "b", "", "b");
  }

  @Test
  void anAnswerWithoutAnEndIsGivenUp() {
    assertThatThrownBy(() -> pages.all(aFollowUp(), ROWS, cut -> counted(cut, cut.cursor() + "x")))
        .isInstanceOf(AskLater.class)
        .hasMessageContaining("more than 10 pages");
    assertThat(asked).hasSize(10);
  }

  @Test
  void nobodyReadsOnWithoutALease() {
    assertThatThrownBy(
            () ->
                pages.all(
                    aFollowUp(),
                    ROWS,
                    cut -> {
                      now = NOW.plusSeconds(121);
                      return counted(cut, cut.cursor() + "x");
                    }))
        .isInstanceOf(AskLater.class)
        .hasMessageContaining("lease");
    assertThat(asked).hasSize(1);
  }

  @Test
  void whereWecomMayNotBeCalledOnThePagesThatWereReadAndThePlaceAreKept() {
    ReadPages.Reading<String> reading =
        pages.from("", aFollowUp(), ROWS, cut -> deniedAfter(2, cut));

    assertThat(reading.items()).containsExactly("", "x");
    assertThat(reading.next()).isEqualTo("xx");
    assertThat(reading.goesOn()).isFalse();
    assertThat(reading.denied()).isNotNull();
    assertThatThrownBy(() -> pages.all(aFollowUp(), ROWS, cut -> deniedAfter(2, cut)))
        .isInstanceOf(NotNow.class);
  }

  @Test
  void thePagesBeforeThePlaceAreNotReadAgain() {
    ReadPages.Reading<String> reading =
        pages.from(
            "d", aFollowUp(), ROWS, cut -> counted(cut, cut.cursor().equals("d") ? "e" : ""));

    assertThat(asked).containsExactly("d", "e");
    assertThat(reading.goesOn()).isTrue();
    assertThat(reading.denied()).isNull();
  }

  @Test
  void aPlaceThatHasEndedMakesTheAnswerBeReadFromItsBeginning() {
    ReadPages.Reading<String> reading =
        pages.from(
            "old",
            aFollowUp(),
            ROWS,
            cut -> {
              asked.add(cut.cursor());
              return cut.cursor().equals("old")
                  ? new WecomResult.Failed<>(50100, WecomFault.CURSOR_INVALID, "invalid cursor")
                  : page(cut.cursor(), cut.cursor().isEmpty() ? "b" : "");
            });

    assertThat(reading.items()).containsExactly("", "b");
    assertThat(reading.goesOn()).isFalse();
    assertThat(asked).containsExactly("old", "", "b");
  }

  private WecomResult<Paged<String>> deniedAfter(int pagesOf, Cut cut) {
    if (cut.cursor().length() == pagesOf) {
      throw new NotNow(Duration.ofSeconds(7), "enough for now");
    }
    return page(cut.cursor(), cut.cursor() + "x");
  }

  private List<String> read(String... nextCursors) {
    return pages.all(aFollowUp(), ROWS, cut -> counted(cut, nextCursors[asked.size()]));
  }

  private WecomResult<Paged<String>> counted(Cut cut, String next) {
    asked.add(cut.cursor());
    return page(cut.cursor(), next);
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
        NOW.plusSeconds(120),
        null);
  }
}
