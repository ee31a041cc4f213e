package io.qunfa.executor.suite;

import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import io.qunfa.job.JobRecipients;
import io.qunfa.ledger.RecipientState;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.wire.SendCommand;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** What data-service knows. */
@Component
public class DataService {
  private final RestClient rest;

  DataService(Neighbours neighbours) {
    this.rest = neighbours.dataService();
  }

  /**
   * The recipients of a job in this state, ascending.
   *
   * @throws SuiteUnavailable if data-service does not answer
   */
  public List<String> recipients(TenantId tenant, JobId job, RecipientState state) {
    return recipients(tenant, job, state, 0);
  }

  /**
   * Those that a dispatch goes to: from then on nobody else of them is excluded before the call.
   *
   * @throws SuiteUnavailable if data-service does not answer
   */
  public List<String> recipientsOf(SendCommand command) {
    return recipients(command.tenantId(), command.jobId(), RecipientState.PLANNED, command.epoch());
  }

  private List<String> recipients(TenantId tenant, JobId job, RecipientState state, int epoch) {
    try {
      return Objects.requireNonNull(
              rest.get()
                  .uri(
                      "/internal/v1/campaigns/{campaign}/jobs/{job}/recipients"
                          + "?tenantId={tenant}&epoch={epoch}&state={state}",
                      job.campaignId(),
                      job.jobNo(),
                      tenant,
                      epoch,
                      state)
                  .retrieve()
                  .body(JobRecipients.class))
          .externalUserIds();
    } catch (RestClientException failed) {
      throw SuiteUnavailable.asked("data-service", "the recipients of job " + job, failed);
    }
  }
}
