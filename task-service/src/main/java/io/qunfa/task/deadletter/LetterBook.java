package io.qunfa.task.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.ids.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes dead letters and their history, in the transaction of what happens to them. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class LetterBook {
  private static final int MAX_EVIDENCE = 500;
  private static final int MAX_REASON = 600;
  private static final int MAX_ACTOR = 100;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  LetterBook(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  private record Known(long id, LetterState state) {}

  /** A new letter, or the one that is known by this name, DEAD again. */
  public void enter(NewLetter letter) {
    Instant now = clock.instant();
    Optional<Known> known = lock(letter.tenantId(), letter.name());
    long id = known.map(Known::id).orElseGet(() -> insert(letter, now));
    known.ifPresent(before -> update(before.id(), letter, now));
    if (known.isEmpty() || known.get().state() != LetterState.DEAD) {
      String reason = letter.reason() + ": " + (letter.evidence() == null ? "" : letter.evidence());
      note(letter.tenantId(), id, LetterState.DEAD, null, reason, now);
    }
  }

  /** If it is DEAD; no person has decided this. */
  public void close(TenantId tenant, String name, LetterState as, String reason) {
    lock(tenant, name)
        .filter(known -> known.state() == LetterState.DEAD)
        .ifPresent(known -> decide(tenant, known.id(), as, null, reason));
  }

  /**
   * @param actor who decided; null: nobody
   * @return false if it is not DEAD any more; then nothing was changed
   */
  public boolean decide(
      TenantId tenant, long id, LetterState as, @Nullable String actor, String reason) {
    Instant now = clock.instant();
    int decided =
        jdbc.sql(
                """
                update dead_letter set state = :state, decided_at = :now
                where dead_letter_id = :id and tenant_id = :tenant and state = 'DEAD'
                """)
            .param("state", as.name())
            .param("now", now)
            .param("id", id)
            .param("tenant", tenant.value())
            .update();
    if (decided == 1) {
      note(tenant, id, as, actor, reason, now);
    }
    return decided == 1;
  }

  /**
   * Counts a replay without a person.
   *
   * @param in REPLAYED after it; DEAD if it turned out to be impossible
   */
  public void countAutomaticReplay(TenantId tenant, long id, LetterState in) {
    jdbc.sql(
            """
            update dead_letter set auto_replays = auto_replays + 1
            where dead_letter_id = :id and tenant_id = :tenant and state = :state
            """)
        .param("state", in.name())
        .param("id", id)
        .param("tenant", tenant.value())
        .update();
  }

  private Optional<Known> lock(TenantId tenant, String name) {
    return jdbc.sql(
            """
            select dead_letter_id, state from dead_letter
            where tenant_id = :tenant and name = :name
            for update
            """)
        .param("tenant", tenant.value())
        .param("name", name)
        .query(
            (row, number) ->
                new Known(
                    row.getLong("dead_letter_id"), LetterState.valueOf(row.getString("state"))))
        .optional();
  }

  private long insert(NewLetter letter, Instant now) {
    KeyHolder key = new GeneratedKeyHolder();
    NewLetter.About about = letter.about();
    jdbc.sql(
            """
            insert into dead_letter
              (tenant_id, kind, name, state, queue, reason, evidence, attempts, campaign_id,
               job_no, epoch, corp_id, channel, account_id, recipients, code, first_died_at,
               died_at, payload, payload_size, headers)
            values (:tenant, :kind, :name, 'DEAD', :queue, :reason, :evidence, :attempts,
              :campaign, :jobNo, :epoch, :corp, :channel, :account, :recipients, :code, :now, :now,
              :payload, :size, :headers)
            """)
        .param("tenant", letter.tenantId().value())
        .param("kind", letter.kind().name())
        .param("name", letter.name())
        .param("queue", letter.queue())
        .param("reason", letter.reason().name())
        .param("evidence", shortened(letter.evidence(), MAX_EVIDENCE))
        .param("attempts", letter.attempts())
        .param("campaign", about.campaignId() == null ? null : about.campaignId().value())
        .param("jobNo", about.jobNo())
        .param("epoch", about.epoch())
        .param("corp", about.corpId() == null ? null : about.corpId().value())
        .param("channel", about.channel() == null ? null : about.channel().text())
        .param("account", about.accountId() == null ? null : about.accountId().value())
        .param("recipients", about.recipients())
        .param("code", about.code())
        .param("now", now)
        .param("payload", letter.payload().bytes())
        .param("size", letter.payload().size())
        .param("headers", jsonOf(letter.headers()))
        .update(key, "dead_letter_id");
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("dead letter " + letter.name() + " got no number");
    }
    return id.longValue();
  }

  /** The payload too: a job's tells how it is now. */
  private void update(long id, NewLetter letter, Instant now) {
    NewLetter.About about = letter.about();
    jdbc.sql(
            """
            update dead_letter set state = 'DEAD', reason = :reason, evidence = :evidence,
              attempts = if(kind = 'MESSAGE', attempts + :attempts, :attempts),
              epoch = :epoch, recipients = :recipients, code = :code,
              died_at = :now, decided_at = null,
              payload = :payload, payload_size = :size, headers = :headers
            where dead_letter_id = :id and tenant_id = :tenant
            """)
        .param("reason", letter.reason().name())
        .param("evidence", shortened(letter.evidence(), MAX_EVIDENCE))
        .param("attempts", letter.attempts())
        .param("epoch", about.epoch())
        .param("recipients", about.recipients())
        .param("code", about.code())
        .param("now", now)
        .param("payload", letter.payload().bytes())
        .param("size", letter.payload().size())
        .param("headers", jsonOf(letter.headers()))
        .param("id", id)
        .param("tenant", letter.tenantId().value())
        .update();
  }

  private void note(
      TenantId tenant,
      long id,
      LetterState became,
      @Nullable String actor,
      String reason,
      Instant now) {
    jdbc.sql(
            """
            insert into dead_letter_event (tenant_id, dead_letter_id, at, became, actor, reason)
            values (:tenant, :id, :now, :became, :actor, :reason)
            """)
        .param("tenant", tenant.value())
        .param("id", id)
        .param("now", now)
        .param("became", became.name())
        .param("actor", shortened(actor, MAX_ACTOR))
        .param("reason", shortened(reason, MAX_REASON))
        .update();
  }

  private String jsonOf(Map<String, String> headers) {
    try {
      return json.writeValueAsString(headers);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static @Nullable String shortened(@Nullable String text, int atMost) {
    return text == null || text.length() <= atMost ? text : text.substring(0, atMost);
  }
}
