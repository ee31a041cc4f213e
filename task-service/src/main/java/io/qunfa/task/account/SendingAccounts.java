package io.qunfa.task.account;

import io.qunfa.channel.Channel;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.neighbour.Neighbours;
import io.qunfa.permit.FindSenders;
import io.qunfa.permit.FindWorking;
import io.qunfa.permit.SendingAccount;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** The accounts of a corp on a channel, active or not. Exceptions of the client rise. */
@Component
public class SendingAccounts {
  private final RestClient accountService;

  SendingAccounts(Neighbours neighbours) {
    this.accountService = neighbours.accountService();
  }

  /** Those of these members and those with these ids, however many the corp has. */
  public List<SendingAccount> find(FindSenders wanted) {
    if (wanted.memberUserids().isEmpty() && wanted.accountIds().isEmpty()) {
      return List.of();
    }
    SendingAccount.Listing listing =
        accountService
            .post()
            .uri("/internal/v1/accounts:find")
            .body(wanted)
            .retrieve()
            .body(SendingAccount.Listing.class);
    return Objects.requireNonNull(listing, "account-service answered nothing").accounts();
  }

  /** Those of these accounts that are in a state to send. */
  public List<AccountId> working(TenantId tenant, List<AccountId> accounts) {
    FindWorking.Working working =
        accountService
            .post()
            .uri("/internal/v1/accounts:working")
            .body(new FindWorking(tenant, accounts))
            .retrieve()
            .body(FindWorking.Working.class);
    return Objects.requireNonNull(working, "account-service answered nothing").accountIds();
  }

  public List<SendingAccount> of(TenantId tenant, CorpId corp, Channel channel) {
    SendingAccount.Listing listing =
        accountService
            .get()
            .uri(
                "/internal/v1/accounts?tenantId={tenant}&corpId={corp}&channel={channel}",
                tenant.value(),
                corp.value(),
                channel.text())
            .retrieve()
            .body(SendingAccount.Listing.class);
    return Objects.requireNonNull(listing, "account-service answered nothing").accounts();
  }
}
