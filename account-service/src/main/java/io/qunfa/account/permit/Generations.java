package io.qunfa.account.permit;

import io.qunfa.account.permit.PermitSettings.LossSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What MySQL and this replica know about the counts in Redis: the generation of each slot, and how
 * many grants it has counted at least. A slot in Redis that is behind has lost something; then its
 * next generation begins, closed until nothing from before can matter any more.
 */
@Component
class Generations {
  private static final Logger log = LoggerFactory.getLogger(Generations.class);

  private final JdbcClient jdbc;
  private final NamedParameterJdbcTemplate batch;
  private final LimiterRedis redis;
  private final LossSettings settings;
  private final PermitMetrics metrics;
  private final Map<LimiterSlot, Known> known = new ConcurrentHashMap<>();
  private final Map<LimiterSlot, Known> told = new ConcurrentHashMap<>();

  Generations(
      NamedParameterJdbcTemplate batch,
      LimiterRedis redis,
      PermitSettings settings,
      PermitMetrics metrics) {
    this.jdbc = JdbcClient.create(batch);
    this.batch = batch;
    this.redis = redis;
    this.settings = settings.loss();
    this.metrics = metrics;
  }

  /** What is known; the first ask for a slot ever begins its first generation, open at once. */
  Known of(LimiterSlot slot) {
    Known already = known.get(slot);
    return already == null ? learn(slot) : already;
  }

  /** The slot has counted so many grants. */
  void saw(LimiterSlot slot, long generation, long version) {
    known.computeIfPresent(
        slot,
        (same, before) ->
            before.generation() == generation && before.seen() < version
                ? new Known(generation, version)
                : before);
  }

  /** Reads MySQL again. */
  Known learn(LimiterSlot slot) {
    Row row = read(slot).orElseGet(() -> begin(slot));
    if (!row.started()) {
      // No permit was ever given out, so a missing marker is no loss.
      open(slot, row.generation(), Duration.ZERO);
      update(
          slot,
          """
          update limiter set started = true
          where tenant_id = :tenant and corp_id = :corp and generation = :generation
          """,
          row.generation());
    }
    return remember(slot, row.known());
  }

  /**
   * Redis is behind what is known of this generation: begins the next one. Of many who find that
   * out, one is the first; the others find its generation.
   */
  void lost(LimiterSlot slot, Known behind) {
    int first =
        update(
            slot,
            """
            update limiter
            set generation = generation + 1, seen = 0, lost_at = current_timestamp(3)
            where tenant_id = :tenant and corp_id = :corp and generation = :generation
            """,
            behind.generation());
    if (first == 1) {
      metrics.lost();
      log.error(
          "Redis lost what was counted for {}: nothing is permitted there for {}, until no earlier"
              + " call counts at the channel any more; daily counts are taken from MySQL then",
          slot,
          settings.closed());
    }
    Row row = read(slot).orElseThrow();
    open(slot, row.generation(), settings.closed());
    remember(slot, row.known());
  }

  /** When what was counted for the slot was lost last, as MySQL knows it. */
  Optional<Instant> lostAt(LimiterSlot slot) {
    return read(slot).flatMap(Row::lostAt);
  }

  /**
   * Tells MySQL what this replica has seen, and takes in what others have. Said often enough, no
   * replica is mistaken about a slot for longer than {@link LossSettings#doubt}.
   */
  void exchange() {
    List<Map.Entry<LimiterSlot, Known>> news =
        known.entrySet().stream()
            .filter(one -> !one.getValue().equals(told.get(one.getKey())))
            .sorted(Comparator.comparing(one -> one.getKey().toString()))
            .toList();
    batch.batchUpdate(
        """
        update limiter set seen = greatest(seen, :seen)
        where tenant_id = :tenant and corp_id = :corp and generation = :generation
        """,
        news.stream().map(Generations::told).toArray(SqlParameterSource[]::new));
    news.forEach(one -> told.put(one.getKey(), one.getValue()));
    if (!known.isEmpty()) {
      jdbc.sql(
              """
              select tenant_id, corp_id, generation, seen, started, lost_at from limiter
              where (tenant_id, corp_id) in (:slots)
              """)
          .param(
              "slots",
              known.keySet().stream()
                  .map(slot -> new Object[] {slot.tenantId(), slot.corpId()})
                  .toList())
          .query(Generations::row)
          .list()
          .forEach(row -> remember(row.slot(), row.known()));
    }
  }

  private Row begin(LimiterSlot slot) {
    jdbc.sql("insert ignore into limiter (tenant_id, corp_id) values (:tenant, :corp)")
        .param("tenant", slot.tenantId())
        .param("corp", slot.corpId())
        .update();
    return read(slot).orElseThrow();
  }

  private Known remember(LimiterSlot slot, Known read) {
    return known.merge(slot, read, Known::newer);
  }

  private void open(LimiterSlot slot, long generation, Duration closed) {
    redis.run(
        LimiterScript.OPEN,
        List.of(
            new LimiterRedis.Run(
                List.of(new LimiterKeys(slot).marker()),
                List.of(Long.toString(generation), Long.toString(closed.toMillis())))));
  }

  private int update(LimiterSlot slot, String sql, long generation) {
    return jdbc.sql(sql)
        .param("tenant", slot.tenantId())
        .param("corp", slot.corpId())
        .param("generation", generation)
        .update();
  }

  private Optional<Row> read(LimiterSlot slot) {
    return jdbc.sql(
            """
            select tenant_id, corp_id, generation, seen, started, lost_at from limiter
            where tenant_id = :tenant and corp_id = :corp
            """)
        .param("tenant", slot.tenantId())
        .param("corp", slot.corpId())
        .query(Generations::row)
        .optional();
  }

  private static SqlParameterSource told(Map.Entry<LimiterSlot, Known> one) {
    return new MapSqlParameterSource()
        .addValue("seen", one.getValue().seen())
        .addValue("tenant", one.getKey().tenantId())
        .addValue("corp", one.getKey().corpId())
        .addValue("generation", one.getValue().generation());
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    LocalDateTime lost = row.getObject("lost_at", LocalDateTime.class);
    return new Row(
        new LimiterSlot(row.getLong("tenant_id"), row.getString("corp_id")),
        new Known(row.getLong("generation"), row.getLong("seen")),
        row.getBoolean("started"),
        Optional.ofNullable(lost).map(at -> at.toInstant(ZoneOffset.UTC)));
  }

  /**
   * @param generation grows with every loss
   * @param seen how many grants the generation has counted at least
   */
  record Known(long generation, long seen) {
    private static Known newer(Known one, Known other) {
      if (one.generation() != other.generation()) {
        return one.generation() > other.generation() ? one : other;
      }
      return one.seen() >= other.seen() ? one : other;
    }
  }

  private record Row(LimiterSlot slot, Known known, boolean started, Optional<Instant> lostAt) {
    long generation() {
      return known.generation();
    }
  }
}
