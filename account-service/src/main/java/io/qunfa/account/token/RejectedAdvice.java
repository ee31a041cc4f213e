package io.qunfa.account.token;

import io.qunfa.account.credential.CredentialKey;
import io.qunfa.account.credential.Rejection;
import io.qunfa.problem.Problem;
import io.qunfa.problem.ProblemCode;

/** Says what a person must do about a rejected credential. */
final class RejectedAdvice {
  private RejectedAdvice() {}

  static Problem problem(CredentialKey credential, Rejection rejected) {
    return new Problem(
        ProblemCode.WRONG_STATE,
        "WeCom gives no token for credential "
            + credential.credentialId()
            + " of corp "
            + credential.corpId()
            + " ("
            + rejected.code()
            + " "
            + rejected.message()
            + "). "
            + advice(credential, rejected.code())
            + next(rejected));
  }

  private static String advice(CredentialKey credential, int code) {
    String posting = "POST /api/v1/corps/" + credential.corpId() + "/credentials";
    String again = posting + "/" + credential.credentialId() + ":try-again";
    return switch (code) {
      case 40001, 40091 ->
          "The secret is wrong: copy the app's secret from the WeCom console and post it by "
              + posting
              + ". The same secret again changes nothing.";
      case 40013 ->
          "The corp id is wrong: compare it with the one in the WeCom console and add the corp anew.";
      case 60020 ->
          "This server's address is not trusted: add it to the app's trusted addresses in the WeCom"
              + " console.";
      default ->
          "Look the number up in WeCom's error list, put it right, and have it asked at once by "
              + again
              + ", or post another secret by "
              + posting
              + ".";
    };
  }

  private static String next(Rejection rejected) {
    return rejected.nextTryAt() == null
        ? " It was tried "
            + rejected.tries()
            + " times and is not tried again before that: WeCom blocks an address that goes on."
        : " WeCom is asked again from " + rejected.nextTryAt() + ".";
  }
}
