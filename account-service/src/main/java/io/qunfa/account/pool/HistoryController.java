package io.qunfa.account.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qunfa.account.Paging;
import io.qunfa.identity.Caller;
import io.qunfa.ids.AccountId;
import io.qunfa.ids.TenantId;
import io.qunfa.paging.Cursor;
import io.qunfa.paging.Page;
import io.qunfa.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What moved an account, newest first. */
@RestController
class HistoryController {
  private final JdbcClient jdbc;

  HistoryController(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/api/v1/accounts/{accountId}/history")
  Page<Entry> history(
      Caller caller,
      @PathVariable("accountId") AccountId accountId,
      @RequestParam(name = "limit", defaultValue = "" + Page.DEFAULT_LIMIT) int limit,
      @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
    Paging.requireLimit(limit);
    requireAccount(caller.tenantId(), accountId);
    long before = Cursor.number(cursor, Long.MAX_VALUE);
    List<Row> found =
        jdbc.sql(
                """
                select id, from_status, to_status, until, cause, actor, reason, at
                from account_history
                where tenant_id = :tenant and account_id = :account and id < :before
                order by id desc limit :limit
                """)
            .param("tenant", caller.tenantId().value())
            .param("account", accountId.value())
            .param("before", before)
            .param("limit", limit + 1)
            .query(
                (row, number) ->
                    new Row(
                        row.getLong("id"),
                        new Entry(
                            lower(row.getString("from_status")),
                            row.getString("to_status").toLowerCase(Locale.ROOT),
                            Working.moment(row, "until"),
                            Cause.valueOf(row.getString("cause")).text(),
                            row.getString("actor"),
                            row.getString("reason"),
                            Objects.requireNonNull(Working.moment(row, "at")))))
            .list();
    List<Row> shown = found.subList(0, Math.min(limit, found.size()));
    return new Page<>(
        shown.stream().map(Row::entry).toList(),
        found.size() > limit ? Long.toString(shown.getLast().id()) : null);
  }

  private void requireAccount(TenantId tenant, AccountId account) {
    boolean there =
        jdbc.sql("select id from account where tenant_id = :tenant and id = :id")
            .param("tenant", tenant.value())
            .param("id", account.value())
            .query(Long.class)
            .optional()
            .isPresent();
    if (!there) {
      throw Problem.notFound("account", account);
    }
  }

  private static @Nullable String lower(@Nullable String status) {
    return status == null ? null : status.toLowerCase(Locale.ROOT);
  }

  private record Row(long id, Entry entry) {}

  /**
   * @param from null: the account was made
   * @param until when the status was to end by itself
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Entry(
      @Nullable String from,
      String to,
      @Nullable Instant until,
      String cause,
      String actor,
      String reason,
      Instant at) {}
}
