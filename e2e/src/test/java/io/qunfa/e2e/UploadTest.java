package io.qunfa.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.qunfa.e2e.client.Answer;
import io.qunfa.e2e.client.Imports;
import io.qunfa.e2e.company.Company;
import io.qunfa.e2e.company.CompanyPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Files as people really upload them; what was there before stays as it was. */
@WithSuite
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadTest {
  private static final String HEADER =
      "external_userid,name,member_userid,tags,gender,added_at,remark\r\n";
  private static final int BLOCK = 64 * 1024;

  private final Imports imports;
  private final Company company;
  private List<JsonNode> before = List.of();

  UploadTest(SuiteUnderTest suite) {
    this.imports = suite.operator().imports();
    this.company = suite.found(CompanyPlan.of("upload", 2, 10));
  }

  @BeforeEach
  void rememberTheContacts() {
    before = imports.listContacts(company.corpId());
  }

  @Test
  void aWrongHeaderIsRefused() {
    assertRefused(
        text("id;name;member\r\nwm" + "a".repeat(30) + ";x;upload-m0001\r\n"), "external_userid");
  }

  @Test
  void whatIsNoCsvAtAllIsRefused() {
    byte[] picture = new byte[200_000];
    new Random(7).nextBytes(picture);
    assertRefused(BodyPublishers.ofByteArray(picture), "");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(text(""), "");
  }

  @Test
  void aFileInAnotherEncodingIsRefused() {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int row = 0; row < 500; row++) {
      csv.append(company.plan().contactId(50, row))
          .append(",高伟娟,upload-m0001,老客,1,2024-09-27T17:53:00+08:00,\r\n");
    }

    assertRefused(
        BodyPublishers.ofByteArray(csv.toString().getBytes(Charset.forName("GB18030"))), "UTF-8");
  }

  @Test
  void aSingleLineInAnotherEncodingIsReportedByLine() {
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    csv.writeBytes(
        (HEADER + company.plan().contactId(51, 1) + ",好,upload-m0001,,0,,\r\n").getBytes(UTF_8));
    csv.writeBytes(
        (company.plan().contactId(51, 2) + ",高伟娟,upload-m0001,,0,,\r\n")
            .getBytes(Charset.forName("GB18030")));

    JsonNode done =
        imports.contacts(company.corpId(), BodyPublishers.ofByteArray(csv.toByteArray()));

    assertThat(lines(done)).containsExactly(3);
    assertThat(done.path("imported").asLong()).isEqualTo(1);
  }

  @Test
  void brokenLinesAreReportedByLineAndTheOthersAreImported() {
    String good = "wm" + "b".repeat(30);
    String csv =
        HEADER
            + good
            + ",\"Müller, \"\"Max\"\"\",upload-m0001,老客,1,2024-09-27T17:53:00+08:00,ok\r\n"
            + "zz-not-an-id,x,upload-m0001,,0,2024-09-27T17:53:00+08:00,\r\n"
            + "wm"
            + "c".repeat(30)
            + ",x,,,0,2024-09-27T17:53:00+08:00,\r\n"
            + "too,few\r\n"
            + "wm"
            + "d".repeat(30)
            + ",\"two\r\nlines\",upload-m0002,,0,2025/3/5 14:02,\r\n"
            + "wm short,x,upload-m0001,,0,2025/3/5 14:02,\r\n";

    JsonNode done = imports.contacts(company.corpId(), text(csv));

    assertThat(done.path("imported").asLong()).isEqualTo(2);
    assertThat(done.path("rejected").asLong()).isEqualTo(4);
    assertThat(lines(done)).containsExactly(3, 4, 5, 8);
    assertThat(imports.listContacts(company.corpId())).hasSize(before.size() + 2);
  }

  @Test
  void aTooLargeFileIsRefusedWithoutBeingKept() {
    long tooLarge = TestTimes.UPLOAD_LIMIT_BYTES + 10L * BLOCK;

    Answer answer = imports.uploadContacts(company.corpId(), blocksOf(tooLarge));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("code").asText()).isEqualTo("payload-too-large");
    assertThat(imports.listContacts(company.corpId())).isEqualTo(before);
  }

  @Test
  void aLargeFileIsStreamedThrough() {
    long large = TestTimes.UPLOAD_LIMIT_BYTES / 2;

    JsonNode done = imports.contacts(company.corpId(), blocksOf(large));

    assertThat(done.path("imported").asLong()).isEqualTo(1);
    assertThat(done.path("rows").asLong()).isGreaterThan(100_000);
  }

  /** Refused at once, or as the state of the import; either way with a reason and no effect. */
  private void assertRefused(BodyPublisher file, String reason) {
    Answer answer = imports.uploadContacts(company.corpId(), file);

    if (answer.status() == 202) {
      JsonNode done = imports.finished(answer.json());
      assertThat(done.path("imported").asLong()).as("%s", done).isZero();
      assertThat(done.path("status").asText()).as("%s", done).isEqualTo("FAILED");
      assertThat(done.toString()).contains(reason);
    } else {
      assertThat(answer.status()).as(answer.body()).isIn(400, 415, 422);
      assertThat(answer.json().path("detail").asText()).contains(reason);
    }
    assertThat(imports.listContacts(company.corpId())).isEqualTo(before);
  }

  private static List<Integer> lines(JsonNode done) {
    return Stream.of(done.path("rejections"))
        .flatMap(list -> IntStream.range(0, list.size()).mapToObj(list::path))
        .map(rejection -> rejection.path("line").asInt())
        .sorted()
        .toList();
  }

  private static BodyPublisher text(String csv) {
    return BodyPublishers.ofString(csv);
  }

  /** One and the same row over and over, without ever being in memory as a whole. */
  private BodyPublisher blocksOf(long bytes) {
    String row =
        company.plan().contactId(99, 1)
            + ",客户,upload-m0001,老客,0,2025-03-05T14:02:00+08:00,eine Bemerkung\r\n";
    byte[] block = row.repeat(BLOCK / row.getBytes(UTF_8).length).getBytes(UTF_8);
    long blocks = bytes / block.length;
    return BodyPublishers.ofInputStream(
        () ->
            new SequenceInputStream(
                new ByteArrayInputStream(HEADER.getBytes(UTF_8)), repeated(block, blocks)));
  }

  private static InputStream repeated(byte[] block, long times) {
    return new SequenceInputStream(
        Collections.enumeration(
            new AbstractList<InputStream>() {
              @Override
              public InputStream get(int index) {
                return new ByteArrayInputStream(block);
              }

              @Override
              public int size() {
                return Math.toIntExact(times);
              }
            }));
  }
}
