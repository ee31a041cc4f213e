package io.qunfa.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.time.Instant;
import java.util.Objects;

/**
 * One send job on its way to an executor: under 1 KB whatever the size of the audience. What lacks
 * a part is refused where it is made or read, before anybody works with it.
 *
 * @param epoch grows with every dispatch of the job; begin refuses an older one
 * @param memberUserid the member whose customers these are
 * @param recipients how many the job held when it was dispatched
 * @param permitExpiresAt no call may start later than this
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SendCommand(
    int version,
    TenantId tenantId,
    CorpId corpId,
    CampaignId campaignId,
    int jobNo,
    int epoch,
    Channel channel,
    AccountId accountId,
    CredentialId credentialId,
    String memberUserid,
    int recipients,
    Instant permitExpiresAt) {
  public static final int VERSION = 1;

  public SendCommand {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "send command of version " + version + " is not understood, expected " + VERSION);
    }
    Objects.requireNonNull(tenantId, "tenantId is missing");
    Objects.requireNonNull(corpId, "corpId is missing");
    Objects.requireNonNull(campaignId, "campaignId is missing");
    if (jobNo < 1) {
      throw new IllegalArgumentException("job number must be at least 1, got " + jobNo);
    }
    Objects.requireNonNull(channel, "channel is missing");
    Objects.requireNonNull(accountId, "accountId is missing");
    Objects.requireNonNull(credentialId, "credentialId is missing");
    Objects.requireNonNull(memberUserid, "memberUserid is missing");
    Objects.requireNonNull(permitExpiresAt, "permitExpiresAt is missing");
  }

  public JobId jobId() {
    return new JobId(campaignId, jobNo);
  }
}
