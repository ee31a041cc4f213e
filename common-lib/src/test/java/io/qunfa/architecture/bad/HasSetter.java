package io.qunfa.architecture.bad;

final class HasSetter {
  private String name = "";

  public void setName(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
