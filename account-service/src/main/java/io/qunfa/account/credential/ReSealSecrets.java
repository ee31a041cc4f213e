package io.qunfa.account.credential;

import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Seals secrets anew that an earlier key seals, beside everything else. Any number of replicas may
 * do it at once. While replicas of an old and a new setting run together they may undo each other's
 * work, which harms nobody; it is done when the last one has the new setting.
 */
@Component
class ReSealSecrets {
  private static final Logger log = LoggerFactory.getLogger(ReSealSecrets.class);
  private static final int AT_A_TIME = 200;

  private final JdbcClient jdbc;
  private final Seal seal;

  ReSealSecrets(JdbcClient jdbc, Seal seal) {
    this.jdbc = jdbc;
    this.seal = seal;
  }

  /**
   * @return how many were sealed anew
   */
  @Scheduled(fixedDelayString = "${qunfa.credentials.reseal-every:10m}")
  int reSeal() {
    int done = 0;
    long after = 0;
    for (List<Sealed> some = sealedByOthers(after); !some.isEmpty(); some = sealedByOthers(after)) {
      done += some.stream().mapToInt(this::reSeal).sum();
      after = some.getLast().key().credentialId().value();
    }
    if (done > 0) {
      log.info("{} secrets are now sealed with key {}", done, seal.sealsWith());
    }
    return done;
  }

  private List<Sealed> sealedByOthers(long after) {
    return jdbc.sql(
            """
            select tenant_id, corp_id, id, secret_version, sealed_with, sealed_secret
            from credential
            where id > :after and sealed_with <> :ours
            order by id
            limit :max
            """)
        .param("after", after)
        .param("ours", seal.sealsWith())
        .param("max", AT_A_TIME)
        .query(
            (row, number) ->
                new Sealed(
                    new CredentialKey(
                        new TenantId(row.getLong("tenant_id")),
                        new CorpId(row.getString("corp_id")),
                        new CredentialId(row.getLong("id"))),
                    row.getInt("secret_version"),
                    row.getString("sealed_with"),
                    row.getBytes("sealed_secret")))
        .list();
  }

  private int reSeal(Sealed secret) {
    Seal.Place place = Seal.Place.ofSecret(secret.key(), secret.version());
    byte[] anew;
    try {
      anew = seal.close(seal.open(secret.bytes(), place), place);
    } catch (Seal.Unopenable foreign) {
      log.error("Credential {} stays unusable", secret.key(), foreign);
      return 0;
    }
    // A secret that was posted or sealed anew meanwhile stays as it is; updated_at is for people.
    return jdbc.sql(
            """
            update credential
            set sealed_secret = :anew, sealed_with = :ours, updated_at = updated_at
            where tenant_id = :tenant and id = :id
              and secret_version = :version and sealed_with = :before
            """)
        .param("anew", anew)
        .param("ours", seal.sealsWith())
        .param("tenant", secret.key().tenantId().value())
        .param("id", secret.key().credentialId().value())
        .param("version", secret.version())
        .param("before", secret.sealedWith())
        .update();
  }

  @SuppressWarnings("ArrayRecordComponent") // Read once, compared never.
  private record Sealed(CredentialKey key, int version, String sealedWith, byte[] bytes) {}
}
