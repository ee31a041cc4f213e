package io.qunfa.apiexecutor.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qunfa.apiexecutor.token.CallWithToken.Login;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.content.MediaKind;
import io.qunfa.content.MediaUse;
import io.qunfa.executor.suite.SuiteUnavailable;
import io.qunfa.ids.CampaignId;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.JobId;
import io.qunfa.ids.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadMediaTest {
  private static final Login SHOP =
      new Login(new TenantId(1), new CorpId("ww0000000000000001"), new CredentialId(7));
  private static final MediaUse PICTURE = new MediaUse("m1", MediaKind.IMAGE);

  private final MediaBench bench = new MediaBench();
  private final UploadMedia uploadMedia = bench.uploadMedia();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void fileIsUploadedAsWeComWantsIt() throws Exception {
    assertThat(uploadMedia.idOf(SHOP, PICTURE)).isEqualTo(new WecomResult.Done<>("MEDIA-1"));

    RecordedRequest request = bench.weCom.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/cgi-bin/media/upload");
    assertThat(request.getUrl().queryParameter("type")).isEqualTo("image");
    assertThat(request.getHeaders().get("Content-Type")).startsWith("multipart/form-data");
    assertThat(request.getBody().utf8())
        .contains("name=\"media\"; filename=\"新品.png\"")
        .contains("Content-Type: image/png")
        .contains("picture m1");
  }

  @Test
  void idIsUsedAgainForAtMostTwoAndAHalfDays() {
    uploadMedia.idOf(SHOP, PICTURE);

    assertThat(uploadMedia.idOf(SHOP, PICTURE)).isEqualTo(new WecomResult.Done<>("MEDIA-1"));

    assertThat(bench.keysInRedis()).hasSize(1);
    Long seconds = bench.redis.getExpire(bench.keysInRedis().iterator().next(), TimeUnit.SECONDS);
    assertThat(seconds).isBetween(1L, Duration.ofHours(60).toSeconds());
  }

  @Test
  void anotherProcessUsesTheSameId() {
    uploadMedia.idOf(SHOP, PICTURE);
    UploadMedia elsewhere = bench.uploadMedia();

    assertThat(elsewhere.idOf(SHOP, PICTURE)).isEqualTo(new WecomResult.Done<>("MEDIA-1"));
    assertThat(bench.uploads).hasValue(1);
  }

  @Test
  void corpsDoNotShareIds() {
    uploadMedia.idOf(SHOP, PICTURE);

    uploadMedia.idOf(
        new Login(SHOP.tenantId(), new CorpId("ww0000000000000002"), SHOP.credentialId()), PICTURE);

    assertThat(bench.uploads).hasValue(2);
  }

  @Test
  void simultaneousJobsUploadOnce() throws Exception {
    List<Future<WecomResult<String>>> jobs = new ArrayList<>();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        jobs.add(threads.submit(() -> uploadMedia.idOf(SHOP, PICTURE)));
      }
    }

    for (Future<WecomResult<String>> job : jobs) {
      assertThat(job.get()).isEqualTo(new WecomResult.Done<>("MEDIA-1"));
    }
    assertThat(bench.uploads).hasValue(1);
  }

  @Test
  void forgottenIdIsUploadedAgain() {
    uploadMedia.idOf(SHOP, PICTURE);

    uploadMedia.forget(SHOP, PICTURE, "MEDIA-1");

    assertThat(uploadMedia.idOf(SHOP, PICTURE)).isEqualTo(new WecomResult.Done<>("MEDIA-2"));
  }

  @Test
  void whoMeetsADeadIdLateDoesNotForgetTheOneThatTookItsPlace() {
    uploadMedia.idOf(SHOP, PICTURE);
    uploadMedia.forget(SHOP, PICTURE, "MEDIA-1");
    uploadMedia.idOf(SHOP, PICTURE);

    uploadMedia.forget(SHOP, PICTURE, "MEDIA-1");

    assertThat(uploadMedia.idOf(SHOP, PICTURE)).isEqualTo(new WecomResult.Done<>("MEDIA-2"));
    assertThat(bench.uploads).hasValue(2);
  }

  @Test
  void aJobLosesItsFilesForTheFirstTimeOnce() {
    JobId job = new JobId(new CampaignId(System.nanoTime()), 1);

    assertThat(uploadMedia.firstLossOf(SHOP, job)).isTrue();
    assertThat(bench.uploadMedia().firstLossOf(SHOP, job)).isFalse();
    assertThat(bench.uploadMediaWithoutRedis().firstLossOf(SHOP, job)).isTrue();
  }

  @Test
  void fileThatCannotBeFetchedIsNotUploaded() {
    assertThatThrownBy(() -> uploadMedia.idOf(SHOP, new MediaUse("gone", MediaKind.IMAGE)))
        .isInstanceOf(SuiteUnavailable.class);
    assertThat(bench.uploads).hasValue(0);
  }

  @Test
  void lostRedisCostsAnUploadAndNoSend() {
    UploadMedia withoutRedis = bench.uploadMediaWithoutRedis();

    assertThat(withoutRedis.idOf(SHOP, PICTURE)).isInstanceOf(WecomResult.Done.class);
    withoutRedis.forget(SHOP, PICTURE, "MEDIA-1");
  }
}
