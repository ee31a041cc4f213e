package io.qunfa.ids;

/**
 * One send job: one account's share of a campaign, up to what one channel call carries.
 *
 * @param jobNo counts from 1 within the campaign; 0 never names a job
 */
public record JobId(CampaignId campaignId, int jobNo) {
  public JobId {
    if (jobNo < 1) {
      throw new IllegalArgumentException("job number must be at least 1, got " + jobNo);
    }
  }

  @Override
  public String toString() {
    return campaignId + "-" + jobNo;
  }
}
