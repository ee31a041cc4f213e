package io.qunfa.apiexecutor.wecom;

import static io.qunfa.apiexecutor.wecom.WecomBench.SHOP;
import static io.qunfa.apiexecutor.wecom.WecomBench.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.qunfa.apiexecutor.wecom.MassRecords.Cut;
import io.qunfa.apiexecutor.wecom.MassRecords.Delivery;
import io.qunfa.apiexecutor.wecom.MassRecords.ListedTask;
import io.qunfa.apiexecutor.wecom.MassRecords.MemberTask;
import io.qunfa.apiexecutor.wecom.MassRecords.Paged;
import io.qunfa.apiexecutor.wecom.MassRecords.SendResult;
import java.time.Instant;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WecomCallsTest {
  private final WecomBench bench = new WecomBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void tokenIsInTheQueryAndNowhereElse() throws Exception {
    bench.answers("{\"errcode\":0,\"msgid\":\"msgSIM01\"}");

    bench.massSend().create(SHOP, aRequest());

    RecordedRequest request = bench.server.takeRequest();
    assertThat(request.getUrl().encodedPath())
        .isEqualTo("/cgi-bin/externalcontact/add_msg_template");
    assertThat(request.getUrl().queryParameter("access_token")).isEqualTo(WecomBench.TOKEN);
    assertThat(request.getHeaders().toString()).doesNotContain("SECRET");
    assertThat(request.getBody().utf8()).doesNotContain("SECRET");
    assertThat(request.getHeaders().get("Content-Type"))
        .isEqualTo("application/json; charset=utf-8");
    assertThat(request.getHeaders().get("Content-Length")).isNotNull();
  }

  @Test
  void refusedRecipientsComeWithTheTask() {
    bench.answers(
        "{\"errcode\":0,\"errmsg\":\"ok\",\"fail_list\":[\"wmSIM02\"],\"msgid\":\"msgSIM01\",\"new\":{}}");

    assertThat(bench.massSend().create(SHOP, aRequest()))
        .isEqualTo(new WecomResult.Done<>(new MassSend.Created("msgSIM01", List.of("wmSIM02"))));
  }

  @Test
  void successWithoutAnErrcodeIsASuccess() {
    bench.answers("{\"msgid\":\"msgSIM01\"}", "{\"errcode\":\"0\",\"msgid\":\"msgSIM02\"}");

    assertThat(bench.massSend().create(SHOP, aRequest())).isInstanceOf(WecomResult.Done.class);
    assertThat(bench.massSend().create(SHOP, aRequest())).isInstanceOf(WecomResult.Done.class);
  }

  @Test
  void payloadOfARefusalIsNotReadAndItsHintIsKept() {
    bench.answers(
        "{\"errcode\":41048,\"errmsg\":\"no customer to send, hint: [1700000000000000001], from"
            + " ip: 203.0.113.7\",\"fail_list\":[],\"msgid\":\"msgSIM01\"}");

    WecomResult<MassSend.Created> result = bench.massSend().create(SHOP, aRequest());

    assertThat(result.failedWith(WecomFault.TARGET)).isTrue();
    WecomResult.Failed<MassSend.Created> failed = (WecomResult.Failed<MassSend.Created>) result;
    assertThat(failed.code()).isEqualTo(41048);
    assertThat(failed.reply()).contains("hint: [1700000000000000001]");
  }

  @Test
  void jsonOfSomebodyElseIsNoEmptyPageAndNoCancellation() {
    bench.answers("{\"status\":\"up\"}", "{\"status\":\"up\"}");

    assertThat(bench.massRecords().results(SHOP, "msgSIM01", "zhangsan", new Cut("", 1000)))
        .isInstanceOf(WecomResult.NoAnswer.class);
    assertThat(bench.massSend().cancel(SHOP, "msgSIM01")).isInstanceOf(WecomResult.NoAnswer.class);
  }

  @Test
  void listIsReadWithItsOddities() throws Exception {
    bench.answers(
        """
        {"errcode":0,"errmsg":"ok","next_cursor":"CUR2","group_msg_list":[
         {"msgid":"msgSIM01","create_time":"1700000000","create_type":0,"text":{"content":"hello"},
          "attachments":[{"msgtype":"image","image":{"media_id":"M","pic_url":"https://x.test/p"}}]},
         {"msgid":"msgSIM02","creator":"zhangsan","create_time":1700000001,"create_type":1}]}
        """);

    Paged<ListedTask> page =
        done(
            bench
                .massRecords()
                .created(
                    SHOP,
                    Instant.ofEpochSecond(1700000000),
                    Instant.ofEpochSecond(1700000060),
                    new Cut("", 100)));

    assertThat(page.nextCursor()).isEqualTo("CUR2");
    assertThat(page.items()).extracting(ListedTask::text).containsExactly("hello", "");
    assertThat(page.items().getFirst().attachments()).hasSize(1);
    assertThat(WecomBench.json(bench.server.takeRequest()).get("start_time").longValue())
        .isEqualTo(1700000000);
  }

  @Test
  void memberHasConfirmedWhateverNumberButZeroSaysSo() {
    bench.answers(
        """
        {"errcode":0,"errmsg":"ok","next_cursor":"","task_list":[
         {"userid":"zhangsan","status":2,"send_time":1700000300},{"userid":"lisi","status":0},
         {"userid":"wangwu","status":1}]}
        """);

    Paged<MemberTask> page = done(bench.massRecords().members(SHOP, "msgSIM01", new Cut("", 1000)));

    assertThat(page.isLast()).isTrue();
    assertThat(page.items()).extracting(MemberTask::sent).containsExactly(true, false, true);
  }

  @Test
  void resultThatNobodyHasDescribedIsNotFinal() {
    bench.answers(
        """
        {"errcode":0,"errmsg":"ok","next_cursor":"CUR2","send_list":[
         {"external_userid":"wmSIM00","userid":"zhangsan","status":0},
         {"external_userid":"wmSIM01","userid":"zhangsan","status":1,"send_time":1700000300},
         {"external_userid":"wmSIM02","userid":"zhangsan","status":2},
         {"external_userid":"wmSIM03","userid":"zhangsan","status":3},
         {"external_userid":"wmSIM04","userid":"zhangsan","status":9}]}
        """);

    Paged<SendResult> page =
        done(bench.massRecords().results(SHOP, "msgSIM01", "zhangsan", new Cut("CUR1", 1000)));

    assertThat(page.items())
        .extracting(SendResult::delivery)
        .containsExactly(
            Delivery.OPEN,
            Delivery.SENT,
            Delivery.NOT_A_FRIEND,
            Delivery.OVER_QUOTA,
            Delivery.OPEN);
  }

  private static <T> T done(WecomResult<T> result) {
    assertThat(result).isInstanceOf(WecomResult.Done.class);
    return ((WecomResult.Done<T>) result).value();
  }
}
