package io.qunfa.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts of a corp are meant. All given parts must hold: at least one of {@code anyTags},
 * every one of {@code allTags}, none of {@code noneTags}, followed by one of {@code memberUserids},
 * named in {@code externalUserIds}. A part left out does not restrict; nothing given means every
 * contact of the corp.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AudienceRule(
    List<String> anyTags,
    List<String> allTags,
    List<String> noneTags,
    List<String> memberUserids,
    List<String> externalUserIds) {

  /** At most this many ids may be named; more belong into an import with a tag. */
  public static final int MAX_NAMED_CONTACTS = 100_000;

  public AudienceRule(
      @Nullable List<String> anyTags,
      @Nullable List<String> allTags,
      @Nullable List<String> noneTags,
      @Nullable List<String> memberUserids,
      @Nullable List<String> externalUserIds) {
    this.anyTags = given("anyTags", anyTags, 100);
    this.allTags = given("allTags", allTags, 100);
    this.noneTags = given("noneTags", noneTags, 100);
    this.memberUserids = given("memberUserids", memberUserids, 10_000);
    this.externalUserIds = given("externalUserIds", externalUserIds, MAX_NAMED_CONTACTS);
    ExternalUserIds.require("audience.externalUserIds", this.externalUserIds);
  }

  private static List<String> given(String field, @Nullable List<String> values, int max) {
    if (values == null) {
      return List.of();
    }
    List<String> trimmed = values.stream().map(String::strip).distinct().toList();
    if (trimmed.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("audience." + field + " holds an empty entry");
    }
    if (trimmed.size() > max) {
      throw new IllegalArgumentException(
          "audience." + field + " holds " + trimmed.size() + " entries, at most " + max);
    }
    return trimmed;
  }
}
