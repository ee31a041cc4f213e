package io.qunfa.gateway.route;

import static io.qunfa.gateway.route.Upstream.ACCOUNT_SERVICE;
import static io.qunfa.gateway.route.Upstream.DATA_SERVICE;
import static io.qunfa.gateway.route.Upstream.TASK_SERVICE;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.unit.DataSize;

/**
 * The table of public paths. What is not in it does not exist outside; methods are the owner's
 * business.
 */
final class Routes {
  private static final DataSize JSON = DataSize.ofMegabytes(2);

  /** A campaign may name 100,000 contacts, a batch many tasks or accounts. */
  private static final DataSize LARGE_JSON = DataSize.ofMegabytes(8);

  /** WeCom takes files of up to 20 MB; the rest is the multi-part frame. */
  private static final DataSize MEDIA = DataSize.ofMegabytes(21);

  private static final DataSize CSV = DataSize.ofMegabytes(65);

  private static final DataSize EXPORT = DataSize.ofGigabytes(1);

  static final List<Route> TABLE =
      Stream.of(
              owned(DATA_SERVICE, JSON, "/corps/{id}/recipient-policy/**"),
              owned(ACCOUNT_SERVICE, JSON, "/corps/**", "/accounts/**", "/limit-policies/**"),
              owned(ACCOUNT_SERVICE, JSON, "/sending/**", "/sending:stop", "/sending:start"),
              owned(ACCOUNT_SERVICE, LARGE_JSON, "/accounts:batch", "/accounts:update"),
              owned(ACCOUNT_SERVICE, CSV, "/accounts:import"),
              owned(DATA_SERVICE, JSON, "/contacts/**", "/imports/**", "/suppressions/**"),
              owned(DATA_SERVICE, EXPORT, "/contacts:import", "/suppressions:import"),
              owned(
                  DATA_SERVICE,
                  JSON,
                  "/campaigns/{id}/recipients",
                  "/campaigns/{id}/recipients.csv",
                  "/campaigns/{id}/report"),
              owned(TASK_SERVICE, LARGE_JSON, "/campaigns/**", "/tasks:batch"),
              owned(TASK_SERVICE, JSON, "/tasks/**", "/dead-letters/**"),
              owned(TASK_SERVICE, JSON, "/dead-letters:replay", "/dead-letters:discard"),
              owned(TASK_SERVICE, MEDIA, "/media/**"))
          .flatMap(List::stream)
          .toList();

  private Routes() {}

  private static List<Route> owned(Upstream upstream, DataSize maxBody, String... paths) {
    return Stream.of(paths).map(path -> new Route("/api/v1" + path, upstream, maxBody)).toList();
  }
}
