package io.qunfa.task.singletask;

import io.qunfa.audience.ExternalUserIds;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.task.campaign.SendingPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A single send as an integrator posts it. Checked here and not by annotations: this is the hot
 * path.
 *
 * @param accountId the account to send from; null: any that may
 * @param accountTag or one of those that carry this tag; null: any that may
 * @param priority null: normal
 * @param policy null: no departure from the corp's protection of recipients
 */
record NewTask(
    CorpId corpId,
    Channel channel,
    @Nullable AccountId accountId,
    @Nullable String accountTag,
    List<String> externalUserIds,
    MessageContent content,
    Priority priority,
    SendingPolicy policy) {
  private static final int MAX_CONTACTS = 100;
  private static final int MAX_LENGTH = 64;

  // Jackson hands over null for what is absent.
  NewTask(
      @Nullable CorpId corpId,
      @Nullable Channel channel,
      @Nullable AccountId accountId,
      @Nullable String accountTag,
      @Nullable List<String> externalUserIds,
      @Nullable MessageContent content,
      @Nullable Priority priority,
      @Nullable SendingPolicy policy) {
    this.corpId = given("corpId", corpId);
    this.channel = given("channel", channel);
    this.accountId = accountId;
    this.accountTag = accountTag;
    this.externalUserIds = List.copyOf(given("externalUserIds", externalUserIds));
    this.content = given("content", content);
    this.priority = Objects.requireNonNullElse(priority, Priority.NORMAL);
    this.policy = Objects.requireNonNullElse(policy, SendingPolicy.NO_DEPARTURE);
    if (accountId != null && accountTag != null) {
      throw new IllegalArgumentException("give accountId or accountTag, not both");
    }
    if (accountTag != null) {
      requireWord("accountTag", accountTag);
    }
    requireContacts();
  }

  private void requireContacts() {
    if (externalUserIds.isEmpty() || externalUserIds.size() > MAX_CONTACTS) {
      throw new IllegalArgumentException(
          "externalUserIds must hold 1 to "
              + MAX_CONTACTS
              + " ids, got "
              + externalUserIds.size()
              + "; more belong into a campaign");
    }
    ExternalUserIds.require("externalUserIds", externalUserIds);
    if (externalUserIds.size() > 1
        && new HashSet<>(externalUserIds).size() < externalUserIds.size()) {
      throw new IllegalArgumentException("externalUserIds names a contact twice");
    }
  }

  private static void requireWord(String field, String word) {
    if (word.isBlank() || word.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          field + " must have 1 to " + MAX_LENGTH + " characters, got \"" + word + "\"");
    }
  }

  private static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}
