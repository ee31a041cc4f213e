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
import io.qunfa.task.store.Columns;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All campaigns. Reading needs no transaction; a change of status takes part in the caller's. */
@Component
public class Campaigns {
  /** Without content and audience: a list of campaigns with their audiences would fill the heap. */
  private static final String HEAD =
      """
      select tenant_id, campaign_id, corp_id, name, channel, priority, status, status_reason,
        waiting_for, policy, start_at, expire_at, created_by, created_at, launched_at, started_at,
        ended_at, version
      from campaign
      """;

  private final EntityManager entities;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Campaigns(EntityManager entities, JdbcClient jdbc, ObjectMapper json, Clock clock) {
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
    return jdbc.sql(HEAD + "where tenant_id = :tenant and campaign_id = :id")
        .param("tenant", tenant.value())
        .param("id", id.value())
        .query(this::campaign)
        .optional();
  }

  /**
   * @throws Problem NOT_FOUND
   */
  public Brief brief(Campaign campaign) {
    return jdbc.sql(
            """
            select content, audience from campaign
            where tenant_id = :tenant and campaign_id = :id
            """)
        .param("tenant", campaign.tenantId().value())
        .param("id", campaign.id().value())
        .query(
            (row, number) ->
                new Brief(
                    read(row.getString("content"), MessageContent.class),
                    read(row.getString("audience"), AudienceRule.class)))
        .optional()
        .orElseThrow(() -> Problem.notFound("campaign", campaign.id()));
  }

  /** Newest first. */
  List<Campaign> before(TenantId tenant, long id, int atMost) {
    return jdbc.sql(
            HEAD
                + """
                where tenant_id = :tenant and campaign_id < :id
                order by campaign_id desc
                limit :atMost
                """)
        .param("tenant", tenant.value())
        .param("id", id)
        .param("atMost", atMost)
        .query(this::campaign)
        .list();
  }

  @Transactional
  public void add(Campaign campaign, Brief brief) {
    CampaignRow row = new CampaignRow();
    row.tenantId = campaign.tenantId().value();
    row.campaignId = campaign.id().value();
    row.corpId = campaign.corpId().value();
    row.name = campaign.name();
    row.channel = campaign.channel().text();
    row.priority = (byte) campaign.priority().rank();
    row.status = campaign.status().name();
    row.content = write(brief.content());
    row.audience = write(brief.audience());
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

  private Campaign campaign(ResultSet row, int number) throws SQLException {
    return new Campaign(
        new TenantId(row.getLong("tenant_id")),
        new CampaignId(row.getLong("campaign_id")),
        new CorpId(row.getString("corp_id")),
        row.getString("name"),
        Channel.of(row.getString("channel")),
        Priority.ofRank(row.getInt("priority")),
        CampaignStatus.valueOf(row.getString("status")),
        row.getString("status_reason"),
        row.getString("waiting_for"),
        new Schedule(
            Columns.instantOrNull(row, "start_at"), Columns.instantOrNull(row, "expire_at")),
        read(row.getString("policy"), SendingPolicy.class),
        new Campaign.Life(
            row.getString("created_by"),
            Columns.instant(row, "created_at"),
            Columns.instantOrNull(row, "launched_at"),
            Columns.instantOrNull(row, "started_at"),
            Columns.instantOrNull(row, "ended_at"),
            row.getInt("version")));
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
