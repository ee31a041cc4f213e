package io.qunfa.protection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks data-service, before permits are asked for, who of these jobs may still be written to.
 * Whoever may not becomes EXCLUDED in the ledger before the answer. Asking again changes nothing
 * more than what has changed in the world meanwhile.
 */
public record ProtectJobs(TenantId tenantId, List<Ask> asks) {
  public ProtectJobs {
    asks = List.copyOf(asks);
  }

  /**
   * @param epoch the job's dispatches so far: who asks from before one that is under way is refused
   * @param recipients what the caller believes the job holds; the answer corrects it
   */
  public record Ask(CampaignId campaignId, int jobNo, int epoch, int recipients) {
    public JobId jobId() {
      return new JobId(campaignId, jobNo);
    }
  }

  /** In the order of the asks. */
  public record Answer(List<Verdict> verdicts) {
    public Answer {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * @param recipients whom the job may be sent to; 0 without a hold: nobody is left and the job is
   *     done
   * @param hold not now; null: now
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Verdict(int recipients, @Nullable Hold hold) {
    public static Verdict clear(int recipients) {
      return new Verdict(recipients, null);
    }
  }

  /**
   * @param until ask again then
   * @param why a sentence for a person
   */
  public record Hold(HoldReason reason, Instant until, String why) {}
}
