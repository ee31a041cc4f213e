package io.qunfa.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qunfa.ids.TenantId;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Runs a creation at most once per key. The key row is written in the transaction of the creation,
 * so both exist or neither; a second request with the same key waits for the first one's commit and
 * then gets the same answer, or a 422 if its body differs. A failed creation leaves no key behind.
 * Old keys are forgotten, see {@link IdempotencySettings}.
 *
 * <p>The service's schema needs this table:
 *
 * <pre>{@code
 * create table idempotency_key (
 *   tenant_id  bigint       not null,
 *   operation  varchar(40)  character set ascii collate ascii_bin not null,
 *   idem_key   varchar(255) character set utf8mb4 collate utf8mb4_bin not null,
 *   body_hash  binary(32)   not null,
 *   answer     json         null,
 *   created_at timestamp(3) not null default current_timestamp(3),
 *   primary key (tenant_id, operation, idem_key),
 *   key (created_at));
 * }</pre>
 */
public final class Idempotency {
  public static final String HEADER = "Idempotency-Key";
  private static final int MAX_KEY_LENGTH = 255;

  private final JdbcClient jdbc;
  private final TransactionOperations transaction;
  private final ObjectMapper json;

  public Idempotency(JdbcClient jdbc, TransactionOperations transaction, ObjectMapper json) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.json = json;
  }

  /**
   * @param operation names the kind of creation, for example {@code campaign}
   * @param key the header's value; null creates without protection
   * @param body the parsed request, compared by the hash of its JSON
   * @param create runs in the transaction that this method opens (or joins)
   */
  public <T> T once(
      TenantId tenant,
      String operation,
      @Nullable String key,
      Object body,
      Class<T> answerType,
      Supplier<T> create) {
    if (key == null) {
      return inTransaction(create);
    }
    requireUsable(key);
    byte[] hash = hash(body);
    return inTransaction(
        () -> {
          if (!claim(tenant, operation, key, hash)) {
            return earlierAnswer(tenant, operation, key, hash, answerType);
          }
          T answer = create.get();
          keep(tenant, operation, key, answer);
          return answer;
        });
  }

  /**
   * The header's value.
   *
   * @throws Problem INVALID_REQUEST if the caller left it out
   */
  public static String given(@Nullable String key) {
    if (key == null) {
      throw Problem.invalid(
          HEADER,
          HEADER
              + " is missing. Give every new request a key of its own and repeat the request with"
              + " it, so that it creates once.");
    }
    return key;
  }

  /** Refuses keys that no column could hold. */
  public static void requireUsable(String key) {
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      throw Problem.invalid(
          HEADER, HEADER + " must have 1 to " + MAX_KEY_LENGTH + " characters that are not blank.");
    }
  }

  /** SHA-256 over the JSON of the parsed body, so white space and field order do not matter. */
  public byte[] hash(Object body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(body));
    } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static Problem reused(String key) {
    return new Problem(
        ProblemCode.IDEMPOTENCY_KEY_REUSED,
        HEADER
            + " \""
            + key
            + "\" was used before with another body. Use a new key for a new request.");
  }

  private <T> T inTransaction(Supplier<T> work) {
    T answer = transaction.execute(status -> work.get());
    if (answer == null) {
      throw new IllegalStateException("a creation must answer something");
    }
    return answer;
  }

  private boolean claim(TenantId tenant, String operation, String key, byte[] hash) {
    return jdbc.sql(
                """
                insert ignore into idempotency_key (tenant_id, operation, idem_key, body_hash)
                values (:tenant, :operation, :key, :hash)
                """)
            .param("tenant", tenant.value())
            .param("operation", operation)
            .param("key", key)
            .param("hash", hash)
            .update()
        == 1;
  }

  private <T> T earlierAnswer(
      TenantId tenant, String operation, String key, byte[] hash, Class<T> answerType) {
    // A locking read sees what the winner committed, whatever the isolation level.
    Earlier earlier =
        jdbc.sql(
                """
                select body_hash, answer from idempotency_key
                where tenant_id = :tenant and operation = :operation and idem_key = :key
                for share
                """)
            .param("tenant", tenant.value())
            .param("operation", operation)
            .param("key", key)
            .query(
                (row, number) ->
                    new Earlier(HexFormat.of().formatHex(row.getBytes(1)), row.getString(2)))
            .single();
    if (!earlier.hash().equals(HexFormat.of().formatHex(hash))) {
      throw reused(key);
    }
    if (earlier.answer() == null) {
      throw new Problem(
          ProblemCode.CONFLICT, "The first request with this " + HEADER + " is still under way.");
    }
    try {
      return json.readValue(earlier.answer(), answerType);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalStateException("the kept answer of " + operation + " is broken", unreadable);
    }
  }

  private void keep(TenantId tenant, String operation, String key, Object answer) {
    try {
      jdbc.sql(
              """
              update idempotency_key set answer = :answer
              where tenant_id = :tenant and operation = :operation and idem_key = :key
              """)
          .param("answer", json.writeValueAsString(answer))
          .param("tenant", tenant.value())
          .param("operation", operation)
          .param("key", key)
          .update();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private record Earlier(String hash, @Nullable String answer) {}
}
