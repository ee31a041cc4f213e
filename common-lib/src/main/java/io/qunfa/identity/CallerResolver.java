package io.qunfa.identity;

import io.qunfa.ids.TenantId;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

final class CallerResolver implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Caller resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    if (!(SecurityContextHolder.getContext().getAuthentication()
        instanceof JwtAuthenticationToken authentication)) {
      throw new AccessDeniedException("no login");
    }
    Jwt token = authentication.getToken();
    String tenant = token.getClaimAsString(Claims.TENANT);
    if (tenant == null) {
      throw new AccessDeniedException("a service's own token does not speak for a tenant");
    }
    String scope = token.getClaimAsString(Claims.SCOPE);
    Set<String> scopes =
        scope == null
            ? Set.of()
            : Arrays.stream(scope.split(" ", -1)).collect(Collectors.toUnmodifiableSet());
    return new Caller(TenantId.of(tenant), token.getSubject(), scopes);
  }
}
