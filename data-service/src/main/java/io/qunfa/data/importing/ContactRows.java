package io.qunfa.data.importing;

import io.qunfa.data.contact.Contacts;
import io.qunfa.data.contact.FollowRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An export of customers, one row per customer and member who follows it. */
@Component
final class ContactRows implements BatchWriter {
  private static final List<String> COLUMNS =
      List.of("external_userid", "name", "member_userid", "tags", "gender", "added_at", "remark");
  private static final int MAX_TEXT = 512;
  private static final int MAX_MEMBER = 64;
  private static final int MAX_TAG = 128;
  private static final int MAX_TAGS = 100;

  private final Contacts contacts;

  ContactRows(Contacts contacts) {
    this.contacts = contacts;
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public Written write(ImportJob job, List<CsvRow> rows) {
    List<FollowRow> good = new ArrayList<>(rows.size());
    List<ImportStatus.Rejection> rejections = new ArrayList<>();
    for (CsvRow row : rows) {
      FollowRow follow = follow(row);
      Optional<String> fault = fault(follow);
      if (fault.isPresent()) {
        rejections.add(new ImportStatus.Rejection(row.line(), fault.get()));
      } else {
        good.add(follow);
      }
    }
    int repeats =
        good.isEmpty() ? 0 : contacts.put(job.tenantId(), job.corpId(), job.importId(), good);
    return new Written(repeats, rejections);
  }

  /** Names and remarks stay as they are; ids, members and tags lose the blanks round them. */
  private static FollowRow follow(CsvRow row) {
    return new FollowRow(
        row.field(0).strip(),
        row.field(1),
        row.field(2).strip(),
        Arrays.stream(row.field(3).split("\\|", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList(),
        gender(row.field(4).strip()),
        added(row.field(5).strip()),
        row.field(6));
  }

  private static Optional<String> fault(FollowRow row) {
    if (!ExternalIds.wellFormed(row.externalUserId())) {
      return Optional.of(ExternalIds.complaint(row.externalUserId()));
    }
    if (row.memberUserid().isEmpty()) {
      return Optional.of("member_userid is empty: nobody could write to this customer");
    }
    if (row.memberUserid().length() > MAX_MEMBER) {
      return Optional.of("member_userid is longer than " + MAX_MEMBER + " characters");
    }
    if (row.name().length() > MAX_TEXT || row.remark().length() > MAX_TEXT) {
      return Optional.of("name or remark is longer than " + MAX_TEXT + " characters");
    }
    if (row.tags().size() > MAX_TAGS || row.tags().stream().anyMatch(t -> t.length() > MAX_TAG)) {
      return Optional.of(
          "there are more than " + MAX_TAGS + " tags, or one is longer than " + MAX_TAG);
    }
    return Optional.empty();
  }

  private static @Nullable Integer gender(String text) {
    return switch (text) {
      case "0" -> 0;
      case "1" -> 1;
      case "2" -> 2;
      default -> null;
    };
  }

  private static @Nullable Instant added(String text) {
    return AddedAt.parse(text).orElse(null);
  }
}
