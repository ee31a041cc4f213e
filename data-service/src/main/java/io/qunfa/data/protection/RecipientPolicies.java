package io.qunfa.data.protection;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The recipient policy of each corp, in versions that are never changed. Read at every use: a new
 * version holds from the next question on.
 */
@Component
public final class RecipientPolicies {
  private static final ZoneId ZONE_OF_UNKNOWN_CORPS = ZoneId.of("Asia/Shanghai");

  private static final String COLUMNS =
      "version, max_per_day, quiet_from, quiet_until, receive_quota, note, changed_by, changed_at";

  private final JdbcClient jdbc;
  private final CorpZones zones;

  RecipientPolicies(JdbcClient jdbc, CorpZones zones) {
    this.jdbc = jdbc;
    this.zones = zones;
  }

  /**
   * @param changedBy null, as all of the change: the default, which nobody has set
   */
  record Version(
      int version,
      RecipientPolicy policy,
      String note,
      @Nullable String changedBy,
      @Nullable Instant changedAt) {
    static final Version DEFAULT = new Version(0, RecipientPolicy.DEFAULT, "", null, null);
  }

  /**
   * What holds now. A corp that nobody has registered is protected by the default all the same.
   *
   * @throws Problem UPSTREAM_UNAVAILABLE if its zone is not known yet and cannot be asked
   */
  public CorpPolicy of(TenantId tenant, CorpId corp) {
    ZoneId zone = zone(tenant, corp).orElse(ZONE_OF_UNKNOWN_CORPS);
    Version current = current(tenant, corp);
    return new CorpPolicy(tenant, corp, zone, current.version(), current.policy());
  }

  Version current(TenantId tenant, CorpId corp) {
    return before(tenant, corp, Integer.MAX_VALUE, 1).stream().findFirst().orElse(Version.DEFAULT);
  }

  /** Newest first. */
  List<Version> before(TenantId tenant, CorpId corp, int version, int atMost) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from recipient_policy
                where tenant_id = :tenant and corp_id = :corp and version < :version
                order by version desc
                limit :atMost
                """)
        .param("tenant", tenant.value())
        .param("corp", corp.value())
        .param("version", version)
        .param("atMost", atMost)
        .query((row, number) -> version(row))
        .list();
  }

  /**
   * Adds a version.
   *
   * @param seen the version that the change is made to
   * @throws Problem CONFLICT if that is not the current one
   */
  Version change(TenantId tenant, CorpId corp, int seen, Version next) {
    int current = current(tenant, corp).version();
    if (current != seen || next.version() != seen + 1) {
      throw changedMeanwhile(corp, seen, current);
    }
    try {
      jdbc.sql(
              "insert into recipient_policy (tenant_id, corp_id, "
                  + COLUMNS
                  + """
                  ) values (:tenant, :corp, :version, :maxPerDay, :from, :until, :quota, :note, :by, :at)
                  """)
          .param("tenant", tenant.value())
          .param("corp", corp.value())
          .param("version", next.version())
          .param("maxPerDay", next.policy().maxPerDay())
          .param("from", next.policy().quietHours().from().toString())
          .param("until", next.policy().quietHours().until().toString())
          .param("quota", next.policy().receiveQuota().name())
          .param("note", next.note())
          .param("by", next.changedBy())
          .param("at", next.changedAt() == null ? null : Timestamp.from(next.changedAt()))
          .update();
      return next;
    } catch (DuplicateKeyException faster) {
      throw changedMeanwhile(corp, seen, seen + 1);
    }
  }

  /**
   * @return empty if nobody has registered the corp
   */
  Optional<ZoneId> zone(TenantId tenant, CorpId corp) {
    Optional<ZoneId> kept =
        jdbc.sql("select time_zone from corp_zone where tenant_id = :tenant and corp_id = :corp")
            .param("tenant", tenant.value())
            .param("corp", corp.value())
            .query((row, number) -> ZoneId.of(row.getString(1)))
            .optional();
    return kept.isPresent() ? kept : zones.ask(tenant, corp);
  }

  private static Problem changedMeanwhile(CorpId corp, int seen, int current) {
    return new Problem(
        ProblemCode.CONFLICT,
        "The recipient policy of corp "
            + corp
            + " is at version "
            + current
            + ", not at "
            + seen
            + ". Nothing was changed; read it again and decide anew.");
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(
        row.getInt("version"),
        new RecipientPolicy(
            row.getInt("max_per_day"),
            new QuietHours(
                LocalTime.parse(row.getString("quiet_from")),
                LocalTime.parse(row.getString("quiet_until"))),
            ReceiveQuota.valueOf(row.getString("receive_quota"))),
        row.getString("note"),
        row.getString("changed_by"),
        row.getTimestamp("changed_at").toInstant());
  }
}
