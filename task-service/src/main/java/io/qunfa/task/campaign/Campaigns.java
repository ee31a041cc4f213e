package io.qunfa.task.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.audience.AudienceRule;
import io.qunfa.channel.Channel;
import io.qunfa.channel.Priority;
import io.qunfa.content.MessageContent;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All campaigns. Reading needs no transaction; a change of status takes part in the caller's. */
@Component
public class Campaigns {
  private final CampaignRows rows;
  private final EntityManager entities;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Campaigns(
      CampaignRows rows, EntityManager entities, JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.rows = rows;
    this.entities = entities;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * @throws Problem NOT_FOUND
   */
  public Campaign get(TenantId tenant, CampaignId id) {
    return find(tenant, id).orElseThrow(() -> Problem.notFound("campaign", id));
  }

  public Optional<Campaign> find(TenantId tenant, CampaignId id) {
    return rows.findByTenantIdAndCampaignId(tenant.value(), id.value()).map(this::campaign);
  }

  /** Newest first. */
  List<Campaign> before(TenantId tenant, long id, int atMost) {
    return rows
        .findByTenantIdAndCampaignIdLessThanOrderByCampaignIdDesc(
            tenant.value(), id, Limit.of(atMost))
        .stream()
        .map(this::campaign)
        .toList();
  }

  @Transactional
  public void add(Campaign campaign) {
    CampaignRow row = new CampaignRow();
    row.tenantId = campaign.tenantId().value();
    row.campaignId = campaign.id().value();
    row.corpId = campaign.corpId().value();
    row.name = campaign.name();
    row.channel = campaign.channel().text();
    row.priority = (byte) campaign.priority().rank();
    row.status = campaign.status().name();
    row.content = write(campaign.content());
    row.audience = write(campaign.audience());
    row.policy = write(campaign.policy());
    row.startAt = campaign.schedule().at();
    row.expireAt = campaign.schedule().expireAt();
    row.createdBy = campaign.life().createdBy();
    row.createdAt = campaign.life().createdAt();
    entities.persist(row);
  }

  /**
   * Changes the status if it still is what was seen.
   *
   * @param reason for a person; null keeps the one before
   * @return false if somebody was faster
   */
  @Transactional
  public boolean become(Campaign seen, CampaignStatus next, @Nullable String reason) {
    if (!seen.status().mayBecome(next)) {
      throw new IllegalStateException(
          "campaign " + seen.id() + " must not turn from " + seen.status() + " to " + next);
    }
    // Cancelled before anything was asked of data-service, a campaign is done; else its jobs have
    // to come home first.
    int changed =
        jdbc.sql(
                """
                update campaign set
                  status = :next,
                  version = version + 1,
                  status_reason = coalesce(:reason, status_reason),
                  waiting_for = null,
                  launched_at = if(:next = 'SCHEDULED', :now, launched_at),
                  started_at = if(:next = 'RUNNING', coalesce(started_at, :now), started_at),
                  ended_at = if(:final, :now, ended_at),
                  unfinished = case
                    when :next = 'SCHEDULED' then true
                    when :next = 'CANCELLED' then unfinished and freeze_asked
                    when :final then false
                    else unfinished end
                where tenant_id = :tenant and campaign_id = :id and status = :seen
                """)
            .param("next", next.name())
            .param("reason", reason)
            .param("now", clock.instant())
            .param("final", next.isFinal())
            .param("tenant", seen.tenantId().value())
            .param("id", seen.id().value())
            .param("seen", seen.status().name())
            .update();
    return changed == 1;
  }

  private Campaign campaign(CampaignRow row) {
    return new Campaign(
        new TenantId(row.tenantId),
        new CampaignId(row.campaignId),
        new CorpId(row.corpId),
        row.name,
        Channel.of(row.channel),
        Priority.ofRank(row.priority),
        CampaignStatus.valueOf(row.status),
        row.statusReason,
        row.waitingFor,
        read(row.content, MessageContent.class),
        read(row.audience, AudienceRule.class),
        new Schedule(row.startAt, row.expireAt),
        read(row.policy, SendingPolicy.class),
        new Campaign.Life(
            row.createdBy, row.createdAt, row.launchedAt, row.startedAt, row.endedAt, row.version));
  }

  private String write(Object part) {
    try {
      return json.writeValueAsString(part);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private <T> T read(String part, Class<T> type) {
    try {
      return json.readValue(part, type);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("a stored campaign is not readable", broken);
    }
  }
}
