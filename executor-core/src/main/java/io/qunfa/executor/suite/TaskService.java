package io.qunfa.executor.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qunfa.channel.Channel;
import io.qunfa.executor.ExecutorName;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.BeginJob;
import io.qunfa.job.ClaimMsgid;
import io.qunfa.job.FollowUp;
import io.qunfa.job.JobContent;
import io.qunfa.job.TakenMsgids;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.wire.SendCommand;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** What task-service knows. Every method throws {@link SuiteUnavailable} if it does not answer. */
@Component
public class TaskService {
  private static final String NAME = "task-service";

  /** Content does not change after launch, so the time only bounds the memory. */
  private static final Duration CONTENT_KEPT = Duration.ofMinutes(10);

  private static final int CONTENTS_KEPT = 500;
  private static final int MSGIDS_AT_ONCE = 500;

  private final RestClient rest;
  private final ExecutorName executor;
  private final Cache<ContentKey, JobContent> contents =
      Caffeine.newBuilder().maximumSize(CONTENTS_KEPT).expireAfterWrite(CONTENT_KEPT).build();

  TaskService(Neighbours neighbours, ExecutorName executor) {
    this.rest = neighbours.taskService();
    this.executor = executor;
  }

  public JobContent content(TenantId tenant, CampaignId campaign) {
    return contents.get(new ContentKey(tenant, campaign), this::readContent);
  }

  /**
   * May the channel be called now, for exactly this dispatch? If this throws, the question may have
   * been heard all the same: do not call.
   */
  public BeginJob.Verdict begin(SendCommand command) {
    BeginJob question =
        new BeginJob(
            command.tenantId(),
            command.campaignId(),
            command.jobNo(),
            command.epoch(),
            executor.value());
    try {
      return Objects.requireNonNull(
              rest.post()
                  .uri("/internal/v1/jobs:begin")
                  .body(question)
                  .retrieve()
                  .body(BeginJob.Answer.class))
          .verdict();
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "beginning job " + command.jobId(), failed);
    }
  }

  public List<FollowUp> claimFollowUps(Channel channel, int max) {
    try {
      return Objects.requireNonNull(
              rest.post()
                  .uri("/internal/v1/follow-ups:claim")
                  .body(new FollowUp.Claim(channel, executor.value(), max))
                  .retrieve()
                  .body(FollowUp.Claimed.class))
          .followUps();
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "follow-ups", failed);
    }
  }

  /** The question could not be put now; it comes again, so much later, as if never claimed. */
  public void handBack(FollowUp.HandBack handBack) {
    try {
      rest.post()
          .uri("/internal/v1/follow-ups:handBack")
          .body(handBack)
          .retrieve()
          .toBodilessEntity();
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "taking back " + handBack.jobId(), failed);
    }
  }

  /** Those of these sendings of the follow-up's corp that are some job's already. */
  public Set<String> takenMsgids(FollowUp followUp, Collection<String> msgids) {
    Set<String> taken = new HashSet<>();
    List<String> left = List.copyOf(msgids);
    for (int from = 0; from < left.size(); from += MSGIDS_AT_ONCE) {
      List<String> some = left.subList(from, Math.min(left.size(), from + MSGIDS_AT_ONCE));
      try {
        taken.addAll(
            Objects.requireNonNull(
                    rest.post()
                        .uri("/internal/v1/msgids:taken")
                        .body(new TakenMsgids(followUp.tenantId(), followUp.corpId(), some))
                        .retrieve()
                        .body(TakenMsgids.Answer.class))
                .msgids());
      } catch (RestClientException failed) {
        throw SuiteUnavailable.asked(NAME, "sendings that are taken", failed);
      }
    }
    return taken;
  }

  /** Whether the sending, found at the channel, is the follow-up's job. */
  public ClaimMsgid.Verdict claimMsgid(FollowUp followUp, String msgid) {
    ClaimMsgid claim =
        new ClaimMsgid(
            followUp.tenantId(), followUp.campaignId(), followUp.jobNo(), followUp.epoch(), msgid);
    try {
      return Objects.requireNonNull(
              rest.post()
                  .uri("/internal/v1/msgids:claim")
                  .body(claim)
                  .retrieve()
                  .body(ClaimMsgid.Answer.class))
          .verdict();
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "claiming a sending for " + claim.jobId(), failed);
    }
  }

  public StoredMedia media(TenantId tenant, String reference) {
    try {
      return StoredMedia.of(
          rest.get()
              .uri("/internal/v1/media/{reference}?tenantId={tenant}", reference, tenant)
              .retrieve()
              .toEntity(byte[].class));
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "media " + reference, failed);
    }
  }

  private JobContent readContent(ContentKey key) {
    try {
      return Objects.requireNonNull(
          rest.get()
              .uri(
                  "/internal/v1/campaigns/{campaign}/content?tenantId={tenant}",
                  key.campaign(),
                  key.tenant())
              .retrieve()
              .body(JobContent.class));
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked(NAME, "the content of campaign " + key.campaign(), failed);
    }
  }

  private record ContentKey(TenantId tenant, CampaignId campaign) {}
}
