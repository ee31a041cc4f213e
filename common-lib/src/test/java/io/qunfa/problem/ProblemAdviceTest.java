package io.qunfa.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.qunfa.channel.Channel;
import io.qunfa.content.MessageContent;
import io.qunfa.identity.ServiceTokens;
import io.qunfa.ids.CampaignId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;

@SpringBootTest(
    classes = ProblemAdviceTest.Service.class,
    properties = {
      "spring.config.import=classpath:qunfa-defaults.yml",
      "qunfa.identity.jwt-secret=a secret of the tests with more than 32 bytes"
    })
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class ProblemAdviceTest {
  private final MockMvc mvc;
  private final String login;

  ProblemAdviceTest(@Autowired MockMvc mvc, @Autowired ServiceTokens tokens) {
    this.mvc = mvc;
    this.login = "Bearer " + tokens.token();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                            | malformed-json  |                        ",
        "                                             | malformed-json  |                        ",
        "{\"campaignId\":\"7\",\"count\":1,\"x\":2}   | invalid-request | /x                     ",
        "{\"campaignId\":\"seven\",\"count\":1}       | invalid-request | /campaignId            ",
        "{\"campaignId\":\"7\",\"count\":null}        | invalid-request | /count                 ",
        "{\"campaignId\":\"7\",\"count\":\"many\"}    | invalid-request | /count                 ",
        "{\"campaignId\":\"7\",\"count\":0}           | invalid-request | /count                 ",
        "{\"campaignId\":\"7\",\"count\":1,\"content\":{\"attachments\":[{\"type\":\"video\",\"media\":\"\"}]}} | invalid-request | /content/attachments/0 ",
      })
  void unusableBodyIsRefusedWithThePlace(String body, String code, String pointer)
      throws Exception {
    ResultActions answer =
        mvc.perform(posting(body == null ? "" : body))
            .andExpect(status().isBadRequest())
            .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
            .andExpect(jsonPath("$.code").value(code))
            .andExpect(jsonPath("$.type").value("urn:qunfa:problem:" + code));

    if (pointer == null) {
      answer.andExpect(jsonPath("$.errors").doesNotExist());
    } else {
      answer.andExpect(jsonPath("$.errors[0].pointer").value(pointer));
    }
  }

  @Test
  void messageOfAValueTypeReachesTheCaller() throws Exception {
    mvc.perform(posting("{\"campaignId\":\"7\",\"count\":1,\"content\":{\"text\":\" \"}}"))
        .andExpect(status().isBadRequest())
        .andExpect(
            jsonPath("$.errors[0].detail").value("content needs text or at least one attachment"));
  }

  @Test
  void titleIsInTheLanguageOfTheCallerAndTheCodeIsNot() throws Exception {
    mvc.perform(posting("{").header("Accept-Language", "zh-CN"))
        .andExpect(jsonPath("$.title").value("请求体不是可读的 JSON"))
        .andExpect(jsonPath("$.code").value("malformed-json"));
    mvc.perform(posting("{").header("Accept-Language", "fr"))
        .andExpect(jsonPath("$.title").value("The body is not readable JSON"));
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    mvc.perform(get("/api/v1/nothing").header("Authorization", login))
        .andExpect(status().isNotFound())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value("not-found"));
  }

  @Test
  void otherMethodIsNotAllowedAndTheRightOneNamed() throws Exception {
    mvc.perform(get("/api/v1/things").header("Authorization", login))
        .andExpect(status().isMethodNotAllowed())
        .andExpect(header().string("Allow", "POST"))
        .andExpect(jsonPath("$.code").value("method-not-allowed"));
  }

  @Test
  void otherContentTypeIsUnsupported() throws Exception {
    mvc.perform(
            post("/api/v1/things")
                .header("Authorization", login)
                .contentType(MediaType.TEXT_PLAIN)
                .content("x"))
        .andExpect(status().isUnsupportedMediaType())
        .andExpect(jsonPath("$.code").value("unsupported-media-type"));
  }

  @Test
  void badParameterIsNamed() throws Exception {
    mvc.perform(get("/api/v1/things/7?limit=many").header("Authorization", login))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].pointer").value("limit"));
    mvc.perform(get("/api/v1/things/7").header("Authorization", login))
        .andExpect(status().isBadRequest())
        .andExpect(
            jsonPath("$.detail")
                .value(
                    "Required request parameter 'limit' for method parameter type int is not present"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5})
  void bugsAreNotShownOutsideButLogged(int bug, CapturedOutput output) throws Exception {
    String answer =
        mvc.perform(get("/api/v1/things/" + bug + "?limit=1").header("Authorization", login))
            .andExpect(status().isInternalServerError())
            .andExpect(jsonPath("$.code").value("internal"))
            .andReturn()
            .getResponse()
            .getContentAsString();

    assertThat(answer).doesNotContain("secret of the inside", "Exception");
    assertThat(output).contains("the caller got a 500", "secret of the inside");
  }

  @Test
  void textThatIsNoValueOfOursIsTheCallersProblem() throws Exception {
    mvc.perform(get("/api/v1/channels?channel=fax").header("Authorization", login))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("invalid-request"))
        .andExpect(jsonPath("$.errors[0].pointer").value("channel"))
        .andExpect(
            jsonPath("$.detail").value("channel must be one of api, ipad, rpa, got \"fax\""));
    mvc.perform(get("/api/v1/things/seven?limit=1").header("Authorization", login))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.errors[0].pointer").value("id"));
  }

  @Test
  void silentNeighbourIsUnavailable() throws Exception {
    mvc.perform(get("/api/v1/things/2?limit=1").header("Authorization", login))
        .andExpect(status().isServiceUnavailable())
        .andExpect(jsonPath("$.code").value("upstream-unavailable"));
  }

  @Test
  void namedProblemKeepsItsCodeAndDetail() throws Exception {
    mvc.perform(get("/api/v1/things/3?limit=1").header("Authorization", login))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("wrong-state"))
        .andExpect(jsonPath("$.detail").value("Thing 3 is asleep."));
  }

  @Test
  void nobodyComesInWithoutALogin() throws Exception {
    mvc.perform(get("/api/v1/things/3?limit=1"))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("WWW-Authenticate", "Bearer"))
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value("unauthenticated"));
  }

  private MockHttpServletRequestBuilder posting(String body) {
    return post("/api/v1/things")
        .header("Authorization", login)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
  @Import(Things.class)
  static class Service {}

  @RestController
  static class Things {
    @PostMapping("/api/v1/things")
    Thing create(@Valid @RequestBody Thing thing) {
      return thing;
    }

    @GetMapping("/api/v1/channels")
    String channel(@RequestParam String channel) {
      return Problem.reading("channel", channel, Channel::of).text();
    }

    @GetMapping("/api/v1/things/{id}")
    Thing thing(@PathVariable CampaignId id, @RequestParam int limit) {
      throw switch ((int) id.value()) {
        case 1 -> new IllegalStateException("a secret of the inside");
        case 2 -> new ResourceAccessException("connection refused");
        case 4 -> new IllegalArgumentException("a library's secret of the inside");
        case 5 -> new HttpMessageNotWritableException("a secret of the inside");
        default -> new Problem(ProblemCode.WRONG_STATE, "Thing " + id + " is asleep.");
      };
    }
  }

  record Thing(CampaignId campaignId, @Min(1) int count, @Nullable MessageContent content) {}
}
