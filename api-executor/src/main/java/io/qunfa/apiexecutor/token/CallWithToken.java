package io.qunfa.apiexecutor.token;

import io.qunfa.apiexecutor.wecom.Authority;
import io.qunfa.apiexecutor.wecom.WecomFault;
import io.qunfa.apiexecutor.wecom.WecomResult;
import io.qunfa.ids.CorpId;
import io.qunfa.ids.CredentialId;
import io.qunfa.ids.TenantId;
import io.qunfa.token.AccessToken;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Makes a call with a token; if WeCom does not take the token, with a new one, once (wecom-api
 * 1.3). A refused token proves that the call had no effect: WeCom looks at the token first.
 */
@Component
public class CallWithToken {
  private final AccessTokens tokens;

  CallWithToken(AccessTokens tokens) {
    this.tokens = tokens;
  }

  /** Throws what {@link AccessTokens#obtain} throws; then nothing had an effect. */
  public <T> WecomResult<T> call(Login login, Function<Authority, WecomResult<T>> call) {
    AccessToken token = tokens.obtain(login.tenantId(), login.credentialId());
    WecomResult<T> result = call.apply(login.with(token));
    if (!result.failedWith(WecomFault.TOKEN)) {
      return result;
    }
    AccessToken fresh = tokens.insteadOf(login.tenantId(), login.credentialId(), token);
    return call.apply(login.with(fresh));
  }

  /** Whose token. */
  public record Login(TenantId tenantId, CorpId corpId, CredentialId credentialId) {
    private Authority with(AccessToken token) {
      return new Authority(tenantId, corpId, token.value());
    }
  }
}
