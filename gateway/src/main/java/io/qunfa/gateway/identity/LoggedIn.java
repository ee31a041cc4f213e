package io.qunfa.gateway.identity;

/**
 * @param accessToken to be sent as {@code Authorization: Bearer}
 * @param expiresIn seconds
 */
record LoggedIn(String accessToken, String tokenType, long expiresIn) {
  @Override
  public String toString() {
    return "LoggedIn[expiresIn=" + expiresIn + "]";
  }
}
