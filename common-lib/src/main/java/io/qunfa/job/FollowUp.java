package io.qunfa.job;

import io.qunfa.channel.Channel;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.ledger.RecipientState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something to ask the channel about a job that left us, leased to one executor until {@code
 * leaseUntil}; the answer goes out as a {@code JobReport}. A lease that runs out is given to
 * another executor, so asking must be harmless to repeat.
 *
 * @param msgid the channel's name of the sending; null for RESOLVE
 * @param content for RESOLVE: what was sent, to recognise it; else null
 * @param sentAt when the call began
 * @param remaining for STOP: what the unconfirmed recipients become; else null
 * @param position where the one who had it before stopped, having reported what he had read; null:
 *     nowhere
 */
public record FollowUp(
    Kind kind,
    TenantId tenantId,
    CorpId corpId,
    CampaignId campaignId,
    int jobNo,
    int epoch,
    AccountId accountId,
    CredentialId credentialId,
    String memberUserid,
    int recipients,
    @Nullable String msgid,
    @Nullable MessageContent content,
    Instant sentAt,
    @Nullable RecipientState remaining,
    Instant leaseUntil,
    @Nullable Position position) {

  public JobId jobId() {
    return new JobId(campaignId, jobNo);
  }

  /**
   * @param reached where to go on; null: nowhere
   */
  public HandBack handBack(Duration retryAfter, @Nullable Position reached) {
    return new HandBack(tenantId, campaignId, jobNo, kind, leaseUntil, retryAfter, reached);
  }

  public enum Kind {
    /**
     * Ask for receipts; report Receipts pages, the last with complete = true once all are final.
     */
    RECEIPTS,
    /** Tell the channel to stop, report the receipts until then, then Stopped. */
    STOP,
    /**
     * Look for an UNKNOWN job at the channel; report Accepted, Absent, or Unknown with newer
     * evidence.
     */
    RESOLVE
  }

  /**
   * The question was not put to its end because the channel may not be called now. It is free for
   * anybody again, that much later, and was not asked as far as counts go.
   *
   * @param leaseUntil of the one who hands it back: who has claimed it since keeps it
   * @param position where to go on: kept, and given out with the next claim; null: nowhere
   */
  public record HandBack(
      TenantId tenantId,
      CampaignId campaignId,
      int jobNo,
      Kind kind,
      Instant leaseUntil,
      Duration retryAfter,
      @Nullable Position position) {
    public JobId jobId() {
      return new JobId(campaignId, jobNo);
    }
  }

  /**
   * A page of a long answer.
   *
   * @param cursor the channel's own name of it, which may end; empty is the first page
   * @param open somebody on the pages before it was not final
   */
  public record Position(String cursor, boolean open) {
    public Position {
      Objects.requireNonNull(cursor);
    }
  }

  public record Claim(Channel channel, String executor, int max) {}

  public record Claimed(List<FollowUp> followUps) {
    public Claimed {
      followUps = List.copyOf(followUps);
    }
  }
}
